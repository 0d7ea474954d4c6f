// R15: the loops of `loops.ts` in WebAssembly, four numbers or two cells at once. Each operation is that of the plain loop and rounds alike,
// so that the bits are the same (test/weather); where the engine has no WebAssembly, or no memory for it, the plain loops run.

import { MONTHS } from '../money/calendar.ts';
import {
  bits,
  type Code,
  floats,
  get,
  guarded,
  int,
  intAdd,
  intLess,
  intLoad,
  ints,
  load,
  moduleOf,
  type Procedure,
  picked,
  repeated,
  set,
  store,
  tee,
} from './assembler.ts';
import { CELL_ROW, CELL_ROW_LENGTH, FACTOR_ROW, FACTOR_ROW_LENGTH, type Loops, MOST } from './loops.ts';
import { FIRST_MULTIPLIER, SECOND_MULTIPLIER } from './random.ts';
import { type Ground, plainGround } from './store.ts';

const WORD = 4;
const DOUBLE = 8;
const VECTOR = 16;

/** A procedure's body for each row from local 0 up to local 1. */
function rowByRow(length: number, body: Code): Code {
  const next = set(0, intAdd(get(0), int(length * WORD)));
  return guarded(intLess(get(0), get(1)), repeated([...body, ...next], intLess(get(0), get(1))));
}

function factors(): Procedure {
  const [row, apart, table, first, second, base, to, left, right] = [0, 2, 3, 4, 5, 6, 7, 8, 9] as const;
  const [high, low, word, one, other, at, a, b, c, d] = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19] as const;
  const field = (name: keyof typeof FACTOR_ROW) => intLoad(FACTOR_ROW[name] * WORD, get(row));
  const folded = (by: number) => bits.xor(get(word), ints.shiftRight(get(word), by));
  const times = (value: Code, by: number) => set(word, ints.multiply(value, ints.splat(int(by))));
  /** `word` of random.ts, of the row's key and four moments. */
  const words = (offset: number): Code => [
    ...set(word, ints.add(bits.xor(ints.add(get(high), load(offset, get(first))), get(low)), load(offset, get(second)))),
    ...times(folded(16), FIRST_MULTIPLIER),
    ...times(folded(15), SECOND_MULTIPLIER),
    ...set(word, folded(16)),
  ];
  /** `partOf` of distributions.ts, in bytes of the memory, by the upper words of the four doubles. */
  const parts: Code = [
    ...set(at, picked(get(one), get(other), [1, 3, 5, 7])),
    ...set(at, bits.or(bits.and(ints.shiftRight(get(at), 11), ints.splat(int(0x3fe0))), ints.shiftLeft(ints.shiftRight(get(at), 31), 14))),
    ...set(at, ints.add(get(at), ints.splat(get(table)))),
  ];
  /** The cubics of two parts at `x`, times bases, rounded, within their ends. */
  const pair = (x: number, lane: number, offset: number): Code => {
    const both = (p: number, q: number, half: 0 | 1) => picked(get(p), get(q), half === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]);
    const times = (value: Code) => floats.multiply(get(x), value);
    const cubic = floats.add(both(a, b, 0), times(floats.add(both(a, b, 1), times(floats.add(both(c, d, 0), times(both(c, d, 1)))))));
    const rounded = floats.floor(floats.add(floats.multiply(cubic, load(offset, get(base))), floats.splat(0.5)));
    return [
      ...set(a, load(0, tee(left, ints.lane(get(at), lane)))),
      ...set(b, load(0, tee(right, ints.lane(get(at), lane + 1)))),
      ...set(c, load(VECTOR, get(left))),
      ...set(d, load(VECTOR, get(right))),
      ...store(offset, get(to), floats.greater(floats.lesser(rounded, floats.splat(MOST)), floats.splat(0))),
    ];
  };
  const half = floats.splat(0.5);
  const four = (month: number): Code => [
    ...words(month * WORD),
    ...set(one, floats.add(floats.ofInts(get(word)), half)),
    ...set(other, floats.add(floats.ofInts(picked(get(word), get(word), [2, 3, 2, 3])), half)),
    ...parts,
    ...pair(one, 0, month * DOUBLE),
    ...pair(other, 2, (month + 2) * DOUBLE),
  ];
  const body: Code = [
    ...set(high, ints.splat(field('high'))),
    ...set(low, ints.splat(field('low'))),
    ...set(table, field('table')),
    ...set(first, field('moments')),
    ...set(second, intAdd(get(first), get(apart))),
    ...set(base, field('base')),
    ...set(to, field('factors')),
    ...four(0),
    ...four(4),
    ...four(8),
  ];
  return { name: 'factors', parameters: 3, ints: 7, vectors: 10, body: rowByRow(FACTOR_ROW_LENGTH, body) };
}

function cells(): Procedure {
  const [row, by, amounts, to, factor] = [0, 2, 3, 4, 5] as const;
  const field = (name: keyof typeof CELL_ROW) => intLoad(CELL_ROW[name] * WORD, get(row));
  const two = (month: number): Code => {
    const at = month * DOUBLE;
    const rest = floats.multiply(load(at + MONTHS * DOUBLE, get(amounts)), get(factor));
    const fromRest = floats.floor(floats.multiply(floats.add(rest, floats.splat(500_000.5)), floats.splat(1e-6)));
    return [
      ...set(factor, load(at, get(by))),
      ...store(at, get(to), floats.add(floats.multiply(load(at, get(amounts)), get(factor)), fromRest)),
    ];
  };
  const months = Array.from({ length: MONTHS / 2 }, (_, i) => two(2 * i));
  const body = [...set(by, field('factors')), ...set(amounts, field('amounts')), ...set(to, field('cells')), ...months.flat()];
  return { name: 'cells', parameters: 2, ints: 3, vectors: 1, body: rowByRow(CELL_ROW_LENGTH, body) };
}

/** What is used of WebAssembly: the core knows no host's types. */
interface Engine {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  Instance: new (module: object, given: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

const PAGE = 65_536;
let compiled: object | null | undefined;

/** Memory with the fast loops over it; with the plain ones where the engine will not. */
export function ground(bytes: number): ReturnType<Ground> {
  const { WebAssembly } = globalThis as { readonly WebAssembly?: Engine };
  if (WebAssembly === undefined || compiled === null) return plainGround(bytes);
  try {
    compiled ??= new WebAssembly.Module(moduleOf([factors(), cells()]));
    const pages = Math.ceil(bytes / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { exports } = new WebAssembly.Instance(compiled, { here: { memory } });
    return { buffer: memory.buffer, loops: exports as unknown as Loops };
  } catch {
    // No vectors, or a page that forbids WebAssembly: not for this run. No memory: not now.
    compiled ??= null;
    return plainGround(bytes);
  }
}
