import { type Check, key, list, object, text } from './check.ts';
import { conditionCheck } from './condition.ts';
import { type Problem, problem, shown } from './problem.ts';

export const problemsWithSegment = (segmentKey: string, definition: unknown): Problem[] =>
  segmentCheck(segmentKey)(definition, { path: [], name: `Segment ${shown(segmentKey)}` });

export const segmentCheck =
  (segmentKey: string): Check =>
  (definition, place) => [
    ...key(segmentKey, { ...place, name: `${place.name}: its key` }),
    ...shape(definition, place),
  ];

const flatCondition: Check = (condition, place) =>
  (condition as { type?: unknown } | undefined)?.type === 'in-segment'
    ? [
        problem(
          place,
          'asks for a segment; segments do not nest, so ask for its conditions instead',
        ),
      ]
    : conditionCheck(condition, place);

const shape = object({
  optional: { name: text(1_000), description: text(1_000) },
  lists: { conditions: list('conditions', 'condition', 100, flatCondition) },
});
