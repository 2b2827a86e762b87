import type { Arm } from '../candidate.ts';
import type { EvaluationContext } from '../context.ts';
import { emptyRuleset, type Ruleset, type Switch } from '../ruleset.ts';
import type { HeldRuleset } from '../sync/ruleset-update.ts';
import { filesIn } from './read-vectors.ts';

/** The contents of a file in `vectors/candidates`. */
interface CandidateVectors {
  readonly about: string;
  readonly vectors: readonly {
    readonly about: string;
    readonly candidate: Pick<NonNullable<HeldRuleset['candidate']>, 'salt' | 'by' | 'audience'>;
    readonly internalUsers?: Partial<Ruleset['internalUsers']>;
    readonly cohorts?: readonly string[];
    readonly cases: readonly {
      readonly name: string;
      readonly context: EvaluationContext;
      readonly members?: Readonly<Record<string, readonly string[]>>;
      readonly arm: Arm;
    }[];
  }[];
}

export interface ArmCase {
  readonly name: string;
  /** Release 17, and 18 as its candidate, which turns `it` on, and for which everybody is internal. */
  readonly held: HeldRuleset & { readonly candidate: NonNullable<HeldRuleset['candidate']> };
  readonly context: EvaluationContext;
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly arm: Arm;
}

/** Every vector of candidates; for tests of evaluators that run on Node. */
export const readArms = (): ArmCase[] =>
  (filesIn('candidates') as CandidateVectors[]).flatMap((file) =>
    file.vectors.flatMap(({ candidate, internalUsers, cohorts = [], ...vector }) =>
      vector.cases.map(({ name, context, members = {}, arm }) => ({
        name: `${file.about}: ${vector.about}: ${name}`,
        held: heldWith(candidate, {
          ...emptyRuleset,
          switches: { it: turned('off') },
          cohorts: Object.fromEntries(cohorts.map((key) => [key, { title: key, open: true }])),
          internalUsers: { ...emptyRuleset.internalUsers, ...internalUsers },
        }),
        context,
        members,
        arm,
      })),
    ),
  );

const about = { position: 'epoch:17', environment: 'production', checksum: '' };

function heldWith(
  { salt, by, audience }: CandidateVectors['vectors'][number]['candidate'],
  ruleset: Ruleset,
): ArmCase['held'] {
  const candidate = {
    ...{ release: 18, salt, audience, startedAt: '2026-01-01T00:00:00Z', checksum: '' },
    ...(by !== undefined && { by }),
    ruleset: {
      ...ruleset,
      switches: { it: turned('on') },
      internalUsers: { ...ruleset.internalUsers, ranges: ['0.0.0.0/0', '::/0'] },
    },
  };
  return { ...about, release: 17, ruleset, candidate };
}

const turned = (state: Switch['state']): Switch => ({
  ...{ state, rules: [], variants: [], requires: [], clientSide: false },
});
