// breaks: no-cycles
import type { B } from './cycleB.ts';

export type A = { readonly b: B };
