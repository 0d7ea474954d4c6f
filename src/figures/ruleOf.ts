// The rule behind a figure's path.

import { FIGURES } from './catalogue.ts';

/** `R5` for `2025.alliances.east.advances`; empty where the path names no figure. */
export function ruleOf(path: readonly string[]): string {
  const scope = path[1] === 'alliances' ? 'alliance' : path[1] === 'institutions' ? 'institution' : 'county';
  const steps = path.slice(scope === 'county' ? 1 : 3).join('.');
  return FIGURES.find((f) => f.scope === scope && (steps === f.id || steps.startsWith(`${f.id}.`)))?.rule ?? '';
}
