// breaks: no-cycles
import type { A } from './cycleA.ts';

export type B = { readonly a: A };
