import {
  armOf,
  type Candidate,
  type CompiledRuleset,
  compile,
  compileCandidate,
  type EvaluationContext,
  type Inputs,
  isActive,
  type Ruleset,
  type Switch,
} from '@switchyard/core';

/** What browsers ask, and the ruleset that it is decided by. */
interface Questions {
  readonly whole: Ruleset;
  readonly questions: ReadonlyMap<string, Switch>;
}

export interface Asked {
  readonly live: Questions;
  /** With the audience as servers are told of it. */
  readonly candidate?:
    | (Questions & Omit<Candidate, 'checksum' | 'set' | 'remove' | 'by'>)
    | undefined;
}

/** What only the server can decide for somebody. Answers that are no are left out. */
export interface Answers {
  readonly answers: Readonly<Record<string, true>>;
  /** Gets the candidate by choice, not by chance. */
  readonly chosen?: true;
  readonly candidate?: { readonly answers: Readonly<Record<string, true>> };
}

export interface Answering {
  answersFor(context: EvaluationContext, inputs: Inputs): Answers;
  /** When answers may become others by themselves: milliseconds since 1970. */
  readonly turns: readonly number[];
}

/** Makes the questions of a release ready: once, however many ask. */
export function answering({ live, candidate }: Asked, release: number): Answering {
  const now = compile(withQuestions(live), release);
  const next =
    candidate &&
    compileCandidate(
      // Whether somebody has the unit it goes by, their own context says.
      { ...candidate, ruleset: withQuestions(candidate), checksum: '' },
      live.whole,
    );
  return {
    turns: [live, candidate].flatMap((each) => (each ? turnsIn(each.whole) : [])),
    answersFor: (context, inputs) => ({
      answers: answersBy(now, live, context, inputs),
      ...(next && armOf(next, context, inputs) === 'chosen' && { chosen: true }),
      ...(next &&
        candidate && {
          candidate: { answers: answersBy(next.compiled, candidate, context, inputs) },
        }),
    }),
  };
}

/** The times that conditions ask about. */
const turnsIn = ({ switches, segments }: Ruleset): number[] =>
  [...Object.values(switches).flatMap(({ rules }) => rules), ...Object.values(segments)]
    .flatMap(({ conditions }) => conditions)
    .flatMap((each) =>
      each.type === 'date' && each.attribute === undefined ? [Date.parse(each.date)] : [],
    );

// No key of a switch looks like this.
const keyOf = (id: string) => `?${id}`;

const withQuestions = ({ whole, questions }: Questions): Ruleset => ({
  ...whole,
  switches: {
    ...whole.switches,
    ...Object.fromEntries([...questions].map(([id, asked]) => [keyOf(id), asked])),
  },
});

function answersBy(
  compiled: CompiledRuleset,
  { questions }: Questions,
  context: EvaluationContext,
  inputs: Inputs,
): Record<string, true> {
  const answers: Record<string, true> = {};
  for (const id of questions.keys()) {
    if (isActive(compiled, keyOf(id), context, inputs)) answers[id] = true;
  }
  return answers;
}
