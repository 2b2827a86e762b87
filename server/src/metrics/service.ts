export { type Counts, countsOf, type MeasuredMetric } from './counting.ts';
export { builtIn, type Metric, type MetricKind } from './definition.ts';
export { type Comparison, compareBy, type VariantCounts, variantsOf } from './experiments.ts';
export { eventsSince, type History, historyOf, type Point } from './history.ts';
export { sweep } from './sweep.ts';
export { take } from './taking.ts';
export { begin, end, measuresFor, nextStage } from './trials.ts';
