// R15: variables that go together. Each is a weighted sum of its own normal number and of those that `correlations` name before it (Gaussian
// copula, by Cholesky). So the one that is named first keeps its own, and a variable that a pair added at the end brings in changes none that
// are named already, wherever it stands among the variables.

/** Below this a pivot is no more than rounding: the matrix has no such draws. */
const LEAST_PIVOT = 1e-12;

/** The lower triangle L with L·Lᵀ = the matrix, rows in order; null where it is not positive definite. */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const lower: number[][] = [];
  for (const [i, given] of matrix.entries()) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let rest = given[j] as number;
      const other = j === i ? row : (lower[j] as number[]);
      for (let k = 0; k < j; k++) rest -= (row[k] as number) * (other[k] as number);
      if (j < i) row.push(rest / (other[j] as number));
      else if (rest < LEAST_PIVOT) return null;
      else row.push(Math.sqrt(rest));
    }
    lower.push(row);
  }
  return lower;
}

export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
}

/** Of whose numbers a variable's own is made, its own last, and with what weights. */
export type Mix = readonly { readonly of: number; readonly weight: number }[];

/**
 * What each variable is made of: of the numbers of those named up to itself the ones that count, with their weights. Null where there are no
 * such draws.
 * @param pairs as `correlations` list them.
 */
export function mixesOf(count: number, pairs: readonly Pair[]): readonly Mix[] | null {
  const members = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const matrix = members.map((i) =>
    members.map((j) => (i === j ? 1 : (pairs.find(({ a, b }) => (a === i && b === j) || (a === j && b === i))?.rho ?? 0))),
  );
  const lower = cholesky(matrix);
  if (lower === null) return null;
  return Array.from({ length: count }, (_, i) => {
    const row = lower[members.indexOf(i)];
    if (row === undefined) return [{ of: i, weight: 1 }];
    return row.map((weight, k) => ({ of: members[k] as number, weight })).filter(({ weight }) => weight !== 0);
  });
}
