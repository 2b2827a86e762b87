import type { Verdict } from '../conditions/condition-type.ts';
import type { EvaluationContext } from '../context.ts';
import { parseInstant } from '../instant.ts';
import type { Resolution } from '../resolution.ts';
import { emptyRuleset, type Ruleset } from '../ruleset.ts';

/** What an evaluator is asked, whichever SDK it belongs to. */
export interface Question {
  readonly ruleset: Ruleset;
  readonly switch: string;
  readonly context: EvaluationContext;
  readonly now: number;
  /** Targeting keys by cohort. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly overrides: Readonly<Record<string, string>>;
}

export interface VectorCase {
  readonly name: string;
  readonly question: Question;
  /** What `seen` must give for the resolution. */
  readonly expected: object;
  seen(resolution: Resolution): object;
}

/** The contents of a file in `vectors/switches`. */
export interface SwitchVectors {
  readonly about: string;
  readonly vectors: readonly {
    readonly about: string;
    readonly ruleset: PartialRuleset;
    readonly cases: readonly (Circumstances & {
      readonly switch: string;
      readonly overrides?: Question['overrides'];
      readonly resolution: Resolution;
    })[];
  }[];
}

/** The contents of a file in `vectors/conditions`. */
export interface ConditionVectors {
  readonly about: string;
  readonly vectors: readonly {
    readonly about: string;
    readonly condition: { readonly type: string };
    readonly salt?: string;
    readonly cohorts?: readonly string[];
    readonly segments?: object;
    readonly internalUsers?: object;
    readonly cases: readonly (Circumstances & { readonly verdict: Verdict })[];
  }[];
}

interface PartialRuleset {
  readonly switches: Readonly<Record<string, object>>;
  readonly segments?: object;
  readonly cohorts?: object;
  readonly internalUsers?: object;
}

interface Circumstances {
  readonly name: string;
  readonly context: EvaluationContext;
  readonly now?: string;
  readonly members?: Question['members'];
}

export const casesOfSwitches = ({ about, vectors }: SwitchVectors): VectorCase[] =>
  vectors.flatMap((vector) =>
    vector.cases.map((one) => ({
      name: `${about}: ${vector.about}: ${one.name}`,
      question: ask(one.switch, one, completed(vector.ruleset), one.overrides),
      expected: one.resolution,
      seen: ({ release: _, ...resolution }: Resolution & { release?: number }) => resolution,
    })),
  );

/** Two for each case: the condition and its negation. */
export const casesOfConditions = ({ about, vectors }: ConditionVectors): VectorCase[] =>
  vectors.flatMap(({ condition, salt, cohorts = [], segments, internalUsers, ...vector }) =>
    vector.cases.flatMap((one) =>
      [false, true].map((not) => {
        const asked = not ? { ...condition, not } : condition;
        const definition = {
          rules: [{ id: 'rule', conditions: [asked], serve: 'on' }],
          ...(salt !== undefined && { salt }),
        };
        const ruleset = completed({
          switches: { it: definition },
          cohorts: Object.fromEntries(cohorts.map((key) => [key, { title: key, open: true }])),
          ...(segments && { segments }),
          ...(internalUsers && { internalUsers }),
        });
        return {
          name: `${about}: ${vector.about}: ${one.name}${not ? ', negated' : ''}`,
          question: ask('it', one, ruleset),
          expected: {
            active: one.verdict === !not,
            errorCode: one.verdict === 'unit-missing' ? 'TARGETING_KEY_MISSING' : undefined,
          },
          seen: ({ active, errorCode }: Resolution) => ({ active, errorCode }),
        };
      }),
    ),
  );

const ask = (
  key: string,
  { context, now = '2026-01-01T00:00:00Z', members = {} }: Circumstances,
  ruleset: Ruleset,
  overrides = {},
): Question => ({
  ruleset,
  switch: key,
  context,
  now: parseInstant(now) as number,
  members,
  overrides,
});

const completed = (ruleset: PartialRuleset): Ruleset =>
  ({
    ...emptyRuleset,
    ...ruleset,
    switches: Object.fromEntries(
      Object.entries(ruleset.switches).map(([key, definition]) => [
        key,
        {
          state: 'conditional',
          rules: [],
          variants: [],
          requires: [],
          clientSide: false,
          ...definition,
        },
      ]),
    ),
  }) as Ruleset;
