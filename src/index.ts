// The public API, for those who use Shapan as a library.
//
//   const read = readScenario(sourceOf('my.yaml', text));   // throws InputProblems
//   const run = play(read);                                 // throws InputProblems
//   figureTree(run).get('2025');

export { balances, journal, type Movement } from './books/balances.ts';
export { Books } from './books/books.ts';
export { FIGURES, type FigureTree, figureAt, figurePaths, figureTree } from './figures/catalogue.ts';
export { closeOf } from './figures/close.ts';
export { compareExpected, type Difference, type Outcome } from './figures/expectations.ts';
export type { Figure, Run } from './figures/figure.ts';
export { type Fen, fen } from './money/fen.ts';
export { layOut } from './plan/layOut.ts';
export type { Close, Plan } from './plan/plan.ts';
export { InputProblems, type Problem, type ProblemCode, Report } from './problem/problem.ts';
export { positionOf, type Source, sourceOf } from './problem/source.ts';
export { type Asked, asked } from './study/asked.ts';
export { type Comparison, comparisonOf } from './study/compare.ts';
export { type Drawing, drawInto, drawingOf } from './study/draws.ts';
export { type Weather, weatherOf } from './weather/weather.ts';
export { EMPTY_SHELF, type Read, readScenario, readUncertainty, type Shelf } from './written/read.ts';
export { play } from './year/play.ts';
export { simulate } from './year/simulate.ts';
