// R15: the one stretch of memory over which the loops of a draw run, handed out from its beginning.

import { type Loops, plainLoops } from './loops.ts';

/** Each part begins at a line of the cache. */
const LINE = 64;

/** Memory and the loops over it. */
export type Ground = (bytes: number) => { readonly buffer: ArrayBuffer; readonly loops: Loops };

export function plainGround(bytes: number): ReturnType<Ground> {
  const buffer = new ArrayBuffer(bytes);
  return { buffer, loops: plainLoops(buffer) };
}

export class Store {
  readonly loops: Loops;
  private readonly buffer: ArrayBuffer;
  private used = 0;

  /** @param lengths of all parts that will be asked for, in doubles. */
  constructor(lengths: readonly number[], ground: Ground) {
    const bytes = lengths.reduce((sum, length) => sum + lined(length * 8), 0);
    const { buffer, loops } = ground(bytes);
    this.buffer = buffer;
    this.loops = loops;
  }

  floats(length: number): Float64Array {
    return new Float64Array(this.buffer, this.taken(length * 8), length);
  }

  ints(length: number): Int32Array {
    return new Int32Array(this.buffer, this.taken(length * 4), length);
  }

  private taken(bytes: number): number {
    const at = this.used;
    this.used += lined(bytes);
    return at;
  }
}

function lined(bytes: number): number {
  return Math.ceil(bytes / LINE) * LINE;
}
