// Formulas of R10 and R13, read by naive descent and reckoned in exact fractions. Nothing is ever evaluated as code.
import { compare, type Fraction, least, minus, most, parseDecimal, plus, product, quotient, Refused, ratioOf, zero } from './exact.ts';

/** What a formula gives for the values of its variables; null: undefined, by a missing value or a division by zero. */
export interface Formula {
  readonly names: ReadonlySet<string>;
  readonly value: (read: (name: string) => Fraction | null) => Fraction | null;
}

type Term = (read: (name: string) => Fraction | null) => Fraction | null;

const FUNCTIONS = ['min', 'max', 'abs'];

function tokensOf(text: string): string[] {
  const tokens = text.match(/\d+(?:\.\d+)?|[\p{L}_][\p{L}\p{N}_]*|[-+*/×÷−(),%]|\s+|./gsu) ?? [];
  return tokens.filter((token) => token.trim() !== '').map((token) => ({ '×': '*', '÷': '/', '−': '-' })[token] ?? token);
}

function both(a: Term, b: Term, make: (a: Fraction, b: Fraction) => Fraction | null): Term {
  return (read) => {
    const [x, y] = [a(read), b(read)];
    return x === null || y === null ? null : make(x, y);
  };
}

/** `known`: each name as it may be written, and the variable it stands for. */
export function parseFormula(text: string, known: ReadonlyMap<string, string>): Formula {
  const tokens = tokensOf(text);
  const names = new Set<string>();
  let next = 0;
  const wrong = (): Refused => new Refused(`formula ${text}: ${tokens[next] ?? 'its end'} is not expected`);
  const take = (token: string): boolean => {
    if (tokens[next] !== token) return false;
    next += 1;
    return true;
  };
  const expect = (token: string): void => {
    if (!take(token)) throw wrong();
  };

  const sum = (): Term => {
    let left = part();
    for (;;) {
      if (take('+')) left = both(left, part(), plus);
      else if (take('-')) left = both(left, part(), minus);
      else return left;
    }
  };
  const part = (): Term => {
    let left = signed();
    for (;;) {
      if (take('*')) left = both(left, signed(), product);
      else if (take('/')) left = both(left, signed(), (a, b) => (b.n === 0n ? null : quotient(a, b)));
      else return left;
    }
  };
  const signed = (): Term => {
    if (!take('-')) return single();
    const term = signed();
    return both(() => zero, term, minus);
  };
  const single = (): Term => {
    if (take('(')) {
      const inner = sum();
      expect(')');
      return inner;
    }
    const token = tokens[next] ?? '';
    if (/^\d/.test(token)) {
      next += 1;
      const written = parseDecimal(token);
      const number = take('%') ? product(written, ratioOf(1n, 100n)) : written;
      return () => number;
    }
    if (FUNCTIONS.includes(token)) return called(token);
    const name = known.get(token);
    if (name === undefined) throw wrong();
    next += 1;
    names.add(name);
    return (read) => read(name);
  };
  const called = (name: string): Term => {
    next += 1;
    expect('(');
    const first = sum();
    const rest: Term[] = [];
    while (take(',')) rest.push(sum());
    expect(')');
    if (name === 'abs' && rest.length > 0) throw wrong();
    if (name === 'abs')
      return both(
        first,
        () => zero,
        (a) => (compare(a, zero) < 0 ? minus(zero, a) : a),
      );
    return rest.reduce((a, b) => both(a, b, name === 'min' ? least : most), first);
  };

  const term = sum();
  if (next < tokens.length) throw wrong();
  return { names, value: term };
}
