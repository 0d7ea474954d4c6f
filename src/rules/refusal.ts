// A scenario that the rules declare an error while it is being played. Rare, so it may be thrown.

import type { ProblemCode } from '../problem/problem.ts';

export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly path: string;
  readonly args: Readonly<Record<string, string | number>>;

  constructor(code: ProblemCode, path: string, args: Readonly<Record<string, string | number>>) {
    super(`${code} at ${path}: ${JSON.stringify(args)}`);
    this.name = 'Refusal';
    this.code = code;
    this.path = path;
    this.args = args;
  }
}
