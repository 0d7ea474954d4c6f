// A formula of a file (R10, R13): parsed by mathjs, walked against an allow-list, and reckoned here, exactly. mathjs never
// evaluates anything: a text of a stranger could call `config()` there, its comparisons are fuzzy and its numbers are doubles.

import { create, type FactoryFunctionMap, type MathNode, parseDependencies } from 'mathjs';
import { compareRatios, NOTHING, plus, product, type Ratio, ratio } from '../money/ratio.ts';

/** What may stand in a formula, and nothing else. */
type Node =
  | { readonly kind: 'number'; readonly value: Ratio }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly of: keyof typeof CALLS; readonly args: readonly Node[] };

export interface Formula {
  /** As it is written. */
  readonly text: string;
  readonly node: Node;
  /** Names that it reads, each once. */
  readonly names: readonly string[];
}

/** Why a text is no formula: `detail` names what was met. */
export interface NotAFormula {
  readonly reason: 'empty' | 'too-long' | 'too-deep' | 'syntax' | 'number' | 'not-allowed' | 'unknown-name';
  readonly detail: string;
}

/** Of the arguments, all known; null where the result is not defined. */
const CALLS = {
  add: (args: readonly Ratio[]) => args.reduce(plus, NOTHING),
  subtract: ([a = NOTHING, b = NOTHING]: readonly Ratio[]) => plus(a, negative(b)),
  multiply: (args: readonly Ratio[]) => args.reduce(product),
  divide: ([a = NOTHING, b = NOTHING]: readonly Ratio[]) => (b.n === 0n ? null : product(a, inverse(b))),
  unaryMinus: ([a = NOTHING]: readonly Ratio[]) => negative(a),
  unaryPlus: ([a = NOTHING]: readonly Ratio[]) => a,
  abs: ([a = NOTHING]: readonly Ratio[]) => (a.n < 0n ? negative(a) : a),
  min: (args: readonly Ratio[]) => args.reduce((a, b) => (compareRatios(b, a) < 0 ? b : a)),
  max: (args: readonly Ratio[]) => args.reduce((a, b) => (compareRatios(b, a) > 0 ? b : a)),
} as const;

const OPERATORS: ReadonlySet<string> = new Set(['add', 'subtract', 'multiply', 'divide', 'unaryMinus', 'unaryPlus']);
/** Functions, with the most arguments that they take. */
const FUNCTIONS: Readonly<Record<string, number>> = { abs: 1, min: 20, max: 20 };

const LONGEST = 500;
const DEEPEST = 60;
/** Digits of a number and of what is reckoned with it stay small. */
const MOST_DIGITS = 30;

function negative(a: Ratio): Ratio {
  return ratio(-a.n, a.d);
}

function inverse(a: Ratio): Ratio {
  return a.n < 0n ? ratio(-a.d, -a.n) : ratio(a.d, a.n);
}

type Parse = ((text: string) => MathNode) & { isAlpha: (character: string) => boolean };
let parse: Parse | null = null;

/** The parser is made when the first formula is met: most scenarios have none. */
function parsed(text: string): MathNode {
  if (parse === null) {
    const made = create({ parseDependencies } as FactoryFunctionMap, { number: 'Fraction' }) as unknown as { readonly parse: Parse };
    parse = made.parse;
    // Names may be Chinese.
    parse.isAlpha = (character) => /[\p{L}_]/u.test(character);
  }
  return parse(text);
}

/**
 * Reads a formula. `×` and `÷` are multiplication and division; `5%` is 0.05.
 * @param known the names that may stand in it, each with the name it is meant by (Chinese names lead to the English ones).
 */
export function readFormula(written: string, known: ReadonlyMap<string, string>): Formula | NotAFormula {
  const text = written.normalize('NFKC').trim();
  if (text === '') return { reason: 'empty', detail: '' };
  if (text.length > LONGEST) return { reason: 'too-long', detail: String(text.length) };
  // Numbers are plain decimals (R0): no 1e3, 0x1F, 0o17.
  const odd = /(?<![\p{L}\p{N}_.])(?:\d[\d.]*[\p{L}_][\p{L}\p{N}_]*|\d*\.\d*\.[\d.]*|\.\d+|\d+\.(?!\d))/u.exec(text);
  if (odd !== null) return { reason: 'number', detail: odd[0] };
  const digits = new RegExp(`\\d{${MOST_DIGITS},}|\\d+\\.\\d{${MOST_DIGITS},}`).exec(text);
  if (digits !== null) return { reason: 'number', detail: digits[0] };
  let tree: MathNode;
  try {
    tree = parsed(text.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-'));
  } catch (error) {
    return { reason: 'syntax', detail: error instanceof Error ? (/\(char \d+\)/.exec(error.message)?.[0].slice(6, -1) ?? '') : '' };
  }
  const walk = new Walk(known);
  const node = walk.node(tree, 0);
  return walk.problem ?? { text: written.trim(), node: node as Node, names: [...walk.names] };
}

export function isFormula(read: Formula | NotAFormula): read is Formula {
  return 'node' in read;
}

/** Turns what mathjs parsed into nodes of ours; the first thing that is not on the list ends it. */
class Walk {
  readonly names = new Set<string>();
  problem: NotAFormula | null = null;
  private readonly known: ReadonlyMap<string, string>;

  constructor(known: ReadonlyMap<string, string>) {
    this.known = known;
  }

  node(tree: MathNode, depth: number): Node | null {
    if (this.problem !== null) return null;
    if (depth > DEEPEST) return this.refuse('too-deep', '');
    const { type } = tree;
    if (type === 'ParenthesisNode') return this.node((tree as unknown as { content: MathNode }).content, depth + 1);
    if (type === 'ConstantNode') return this.number(tree as unknown as { value: unknown });
    if (type === 'SymbolNode') return this.name((tree as unknown as { name: string }).name);
    if (type === 'OperatorNode') {
      const { fn, args, implicit } = tree as unknown as { fn: string; args: MathNode[]; implicit: boolean };
      // `a b` is likelier an operator left out than a product.
      if (implicit || !OPERATORS.has(fn)) return this.refuse('not-allowed', (tree as unknown as { op: string }).op);
      return this.call(fn as keyof typeof CALLS, args, depth);
    }
    if (type === 'FunctionNode') {
      const { fn, args } = tree as unknown as { fn: { name?: string }; args: MathNode[] };
      const name = fn.name ?? '';
      const most = Object.hasOwn(FUNCTIONS, name) ? (FUNCTIONS[name] as number) : 0;
      if (args.length === 0 || args.length > most) return this.refuse('not-allowed', `${name}()`);
      return this.call(name as keyof typeof CALLS, args, depth);
    }
    return this.refuse('not-allowed', type.replace(/Node$/, ''));
  }

  private call(of: keyof typeof CALLS, written: readonly MathNode[], depth: number): Node | null {
    const args = written.map((arg) => this.node(arg, depth + 1));
    return args.includes(null) ? null : { kind: 'call', of, args: args as Node[] };
  }

  private number({ value }: { readonly value: unknown }): Node | null {
    // `5%` is parsed as 5 ÷ 100, and that 100 alone is a plain number.
    if (value === 100) return { kind: 'number', value: ratio(100n, 1n) };
    if (typeof value !== 'object' || value === null || !('s' in value)) return this.refuse('not-allowed', String(value).slice(0, 20));
    const { s, n, d } = value as { s: bigint; n: bigint; d: bigint };
    return { kind: 'number', value: ratio(BigInt(s) * BigInt(n), BigInt(d)) };
  }

  private name(written: string): Node | null {
    const name = this.known.get(written);
    if (name === undefined) return this.refuse('unknown-name', written);
    this.names.add(name);
    return { kind: 'name', name };
  }

  private refuse(reason: NotAFormula['reason'], detail: string): null {
    this.problem ??= { reason, detail };
    return null;
  }
}

/**
 * The value of a formula, exactly.
 * @param meant what a name stands for; null where that is not known.
 * @returns null where a name is not known, or something is divided by zero.
 */
export function valueOfFormula({ node }: Formula, meant: (name: string) => Ratio | null): Ratio | null {
  const reckoned = (at: Node): Ratio | null => {
    if (at.kind === 'number') return at.value;
    if (at.kind === 'name') return meant(at.name);
    const args = at.args.map(reckoned);
    return args.includes(null) ? null : CALLS[at.of](args as Ratio[]);
  };
  return reckoned(node);
}
