export {
  compare,
  comparedAt,
  comparedIn,
  noteEvents,
  type Split,
  sweepComparisons,
  told,
  variantsOf,
} from './comparisons.ts';
export { type Counts, countsOf } from './counting.ts';
export { builtIn, type Metric } from './definition.ts';
export { eventsIn, type History, historyOf } from './history.ts';
export { sweep } from './sweep.ts';
export { createSweeper } from './sweeper.ts';
export { take } from './taking.ts';
export { begin, end, measuresFor, nextStage } from './trials.ts';
export { type Usual, usualIn } from './usual.ts';
