export { anonymousCookie, anonymousIdIn, cookieIn } from './anonymous.ts';
export { ALL, position, seedOf, threshold } from './bucket.ts';
export {
  type Arm,
  armOf,
  type CompiledCandidate,
  compileCandidate,
  getsCandidate,
} from './candidate.ts';
export { canonicalJson } from './canonical-json.ts';
export { type CompiledRuleset, compile } from './compile.ts';
export type { ConditionType, Inputs, Test, Verdict } from './conditions/condition-type.ts';
export type { Field, FieldKind } from './conditions/field-kinds.ts';
export { type Condition, conditionTypes } from './conditions/index.ts';
export { attributeOf, type EvaluationContext } from './context.ts';
export { describeChange, type ThingKind } from './describe/change.ts';
export { describeCondition } from './describe/condition.ts';
export { describeRule, describeServe } from './describe/rule.ts';
export { isActive, resolve } from './evaluate.ts';
export type { Outcome } from './exits.ts';
export { ancestorsOf } from './gates.ts';
export { internalTest } from './internal-users.ts';
export type { Json } from './json.ts';
export { isKey } from './key.ts';
export { quantile } from './metrics/histogram.ts';
export {
  BINS,
  comparedArms,
  type EventReport,
  type EventTotals,
  type Experiments,
  type ExperimentsReport,
  type Group,
  groups,
  type Measure,
  type Measures,
  type MetricsMessage,
  type MinuteReport,
  type SumsReport,
  type Trial,
  type TrialReport,
  type UsersReport,
  type VariantsReport,
} from './metrics/message.ts';
export { createMetrics, type Metrics, type MetricsLimits } from './metrics/metrics.ts';
export { runsOf } from './metrics/runs.ts';
export { murmur3 } from './murmur3.ts';
export { problemsWithCohort } from './problems/cohort.ts';
export { problemsWithCondition } from './problems/condition.ts';
export { problemsWithInternalUsers } from './problems/internal-users.ts';
export type { Problem } from './problems/problem.ts';
export { problemsWithReferences, problemsWithRuleset } from './problems/ruleset.ts';
export { problemsWithSegment } from './problems/segment.ts';
export { problemsWithSwitch } from './problems/switch.ts';
export {
  parsePercent,
  type Quick,
  quickOf,
  withInternal,
  withPercentage,
} from './quick.ts';
export type { ErrorCode, Reason, Resolution } from './resolution.ts';
export {
  type Cohort,
  emptyRuleset,
  type InternalUsers,
  type Requirement,
  type Rule,
  type Ruleset,
  type Segment,
  type Serve,
  type State,
  type Switch,
  type Variant,
  type Weighted,
} from './ruleset.ts';
export {
  FIRST_EVENT_MS,
  HEALTHY_MS,
  MAX_RULESET_LENGTH,
  nextAttempt,
  POLL_MS,
  refusedDelayMs,
  retryDelayMs,
  STREAM_RETRY_MS,
} from './sync/backoff.ts';
export type { Audience, Candidate, HeldCandidate } from './sync/candidate-message.ts';
export { comparePositions, type Position, parsePosition } from './sync/position.ts';
export type { Sha256 } from './sync/ruleset-changes.ts';
export {
  applyDelta,
  type HeldRuleset,
  type RulesetUpdate,
  readRuleset,
} from './sync/ruleset-update.ts';
export { type ConditionVerdict, type Step, type Trace, trace } from './trace.ts';
export { unitFrom, unitOf } from './unit.ts';
export { compareVersions, parseVersion } from './version.ts';
