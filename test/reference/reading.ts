// What the tests of the reference share: YAML in, figures out.
import { parseDocument } from 'yaml';
import { type Figures, reference, type Written } from './reference.ts';

export function read(text: string): Written {
  return parseDocument(text, { schema: 'failsafe' }).toJS({ mapAsMap: true }) as Written;
}

export function run(text: string, branches = new Map<string, number>()): Figures {
  return reference(read(text), branches);
}

export function pick(figures: Figures, path: string): Figures[string] | undefined {
  let here: Figures[string] | undefined = figures;
  for (const key of path.split('.')) here = (here as Figures | undefined)?.[key];
  return here;
}

// One alliance, quota 1200 yuan a year (12 people × 100), so that every figure can be worked out by hand.
export function small(changes: { policy?: string; county?: string; scenario?: string; activity?: string; settlement?: string }): string {
  return `
years: 2025
policy:
  financing: {individual: 40, subsidy: 60}
  quota: {byInsured: 100%, byHistory: 0%}
${changes.policy ?? ''}
  settlement: ${
    changes.settlement ??
    `
    surplus: {retention: [{score: 80, share: 100%}, {score: 60, share: 50%}], uses: {incentive: 30%, development: 70%}}
    overspend: {bands: [{upTo: 10%, pool: 50%}]}`
  }
county:
  alliances: [{id: a, insured: 12, score: 80}]
  institutions: [{id: h, alliance: a}, {id: far, kind: off-county}, {id: clinic}]
${changes.county ?? ''}
  activity:
${changes.activity ?? '    - {year: 2024, home: a, institution: h, service: s, fund: 1080}'}
${changes.scenario ?? ''}
`;
}
