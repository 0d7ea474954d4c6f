// A WebAssembly module, written as nested expressions: each function here yields the bytes of one instruction after those of its operands.
// Only what `simd.ts` needs (WebAssembly core specification 2.0, chapter 5, “Binary Format”).

/** Instructions, as bytes. */
export type Code = readonly number[];

/** Whole numbers below 2³², seven bits a byte, lowest first. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** The same with a sign. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (; rest < -0x40 || rest >= 0x40; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
}

const SIMD = 0xfd;
const operation =
  (...code: readonly number[]) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), ...code];
const vector = (code: number) => operation(SIMD, ...unsigned(code));
/** By so many bits. */
const shift = (code: number) => (value: Code, bits: number) => vector(code)(value, int(bits));
/** A load or store at an address (and a fixed offset) that is not always a multiple of what is moved. */
const access = (...code: readonly number[]) => {
  return (offset: number, ...operands: readonly Code[]): Code => [...operands.flat(), ...code, 0, ...unsigned(offset)];
};

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [...value, 0x21, local];
export const tee = (local: number, value: Code): Code => [...value, 0x22, local];

export const int = (value: number): Code => [0x41, ...signed(value)];
export const intAdd = operation(0x6a);
export const intLess = operation(0x49);
export const intLoad = access(0x28);

export const ints = {
  splat: vector(0x11),
  add: vector(0xae),
  multiply: vector(0xb5),
  shiftLeft: shift(0xab),
  /** Zeros come in from above. */
  shiftRight: shift(0xad),
  lane: (value: Code, lane: number): Code => [...value, SIMD, 0x1b, lane],
} as const;

export const bits = { and: vector(0x4e), or: vector(0x50), xor: vector(0x51) } as const;

export const floats = {
  /** The lower two of four whole numbers. */
  ofInts: vector(0xfe),
  splat: (value: number): Code => {
    const bytes = [...new Uint8Array(Float64Array.of(value).buffer)];
    return [SIMD, 0x0c, ...bytes, ...bytes];
  },
  add: vector(0xf0),
  multiply: vector(0xf2),
  floor: vector(0x75),
  /** The second where it is less, or more, than the first. */
  lesser: vector(0xf6),
  greater: vector(0xf7),
} as const;

export const load = access(SIMD, 0x00);
export const store = access(SIMD, 0x0b);

/** Four words of 32 bits picked from those of `a` (0 to 3) and `b` (4 to 7). */
export function picked(a: Code, b: Code, words: readonly [number, number, number, number]): Code {
  return [...a, ...b, SIMD, 0x0d, ...words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte))];
}

/** Again and again while `condition` holds after `body`. */
export function repeated(body: Code, condition: Code): Code {
  return [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
}

/** Nothing is done unless `condition` holds. */
export function guarded(condition: Code, body: Code): Code {
  return [...condition, 0x04, 0x40, ...body, 0x0b];
}

/** A function of whole numbers that yields nothing; locals after the parameters: so many whole numbers, then so many vectors. */
export interface Procedure {
  readonly name: string;
  readonly parameters: number;
  readonly ints: number;
  readonly vectors: number;
  readonly body: Code;
}

const INT = 0x7f;
const VECTOR = 0x7b;

/** A module of procedures over one memory, which it is given as `memory` of `here`. */
export function moduleOf(procedures: readonly Procedure[]): Uint8Array<ArrayBuffer> {
  const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
  const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, items: readonly Code[]): Code => [id, ...sized(list(items))];
  const name = (text: string): Code => sized([...text].map((letter) => letter.charCodeAt(0)));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      procedures.map(({ parameters }) => [0x60, ...list(Array.from({ length: parameters }, () => [INT])), 0]),
    ),
    ...section(2, [[...name('here'), ...name('memory'), 0x02, 0, 0]]),
    ...section(
      3,
      procedures.map((_, i) => unsigned(i)),
    ),
    ...section(
      7,
      procedures.map((procedure, i) => [...name(procedure.name), 0, ...unsigned(i)]),
    ),
    ...section(
      10,
      procedures.map((procedure) =>
        sized([
          ...list([
            [...unsigned(procedure.ints), INT],
            [...unsigned(procedure.vectors), VECTOR],
          ]),
          ...procedure.body,
          0x0b,
        ]),
      ),
    ),
  ]);
}
