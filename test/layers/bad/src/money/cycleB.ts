// The cycle is reported once, at cycleA.ts.
import type { A } from './cycleA.ts';

export type B = { readonly a: A };
