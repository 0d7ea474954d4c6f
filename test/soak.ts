// How thorough the random tests are: `npm test` has to end within minutes, `npm run soak` tries ten times as many.

const SOAK = Number(process.env.SOAK ?? '1');

/** Random counties to try, of the number that a test names. */
export function soaked(times: number): number {
  return Math.ceil(times * SOAK);
}
