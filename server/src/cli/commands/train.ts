import { type Command, InvalidArgumentError } from 'commander';
import type { Yard } from '../../trains/service.ts';
import { createApi, path } from '../api.ts';
import { exit, Failure } from '../exit.ts';
import { type AddCommands, type Common, type Io, paint, say } from '../io.ts';
import { changeNumber } from './changes.ts';

interface Options extends Common {
  readonly environment: string;
  readonly reason?: string;
}

/** Makes a command for the API of what was typed; `yard` is asked for only if it needs to look first. */
type Making<O> = (
  typed: string | undefined,
  options: O,
  yard: () => Promise<Yard>,
) => object | Promise<object>;

export const addTrain: AddCommands = (program, io) => {
  const group = program
    .command('train')
    .description('Look at the train of an environment, and move it');
  const ofEnvironment = (usage: string, description: string) =>
    group.command(usage).description(description).requiredOption('-e, --environment <key>');
  const reasoned = (command: Command) => command.option('-r, --reason <text>', 'why, for the log');
  const does = <O extends Options>(command: Command, make: Making<O>) =>
    command.action(async (...all: unknown[]) => {
      const self = all.at(-1) as Command;
      const [typed] = self.args;
      const options = self.optsWithGlobals<O>();
      const api = createApi(io, options);
      const address = path('environments', options.environment, 'train');
      const deed = await make(typed, options, () => api.call<Yard>('GET', address));
      const yard = await api.call<Yard>('POST', address, deed);
      say(io, options, yard, shown(io, yard));
    });

  ofEnvironment('show', 'Who rides, and what is in the way').action(async (_, command: Command) => {
    const options = command.optsWithGlobals<Options>();
    const address = path('environments', options.environment, 'train');
    const yard = await createApi(io, options).call<Yard>('GET', address);
    say(io, options, yard, shown(io, yard));
  });

  does<BoardOptions>(
    ofEnvironment('board <change>', 'Let a change board')
      .option('--alone', 'in a group of its own')
      .option('--last', 'behind everybody')
      .option('--with <change>', 'with another change', changeNumber)
      .option('--before <change>', 'before another change', changeNumber)
      .option('--at <time>', 'at a time, such as 2026-12-01T09:00+01:00', timeOf)
      .option('--time-zone <name>', 'the time zone that time is told in', 'UTC'),
    (change, options) => {
      const { at, timeZone } = options;
      return {
        do: 'board',
        change: changeNumber(change ?? ''),
        place: placeOf(options),
        ...(at && { at: { at, timeZone } }),
      };
    },
  );
  for (const [verb, words] of [
    ['express', 'Let a change leave past the queue, as soon as it can'],
    ['leave', 'Take your change off the train'],
  ] as const) {
    does(ofEnvironment(`${verb} <change>`, words), (change) => ({
      do: verb,
      change: changeNumber(change ?? ''),
    }));
  }
  does(
    reasoned(ofEnvironment('kick <change>', 'Take the change of somebody else off the train')),
    (change, { reason }) => ({ do: 'kick', change: changeNumber(change ?? ''), reason }),
  );
  for (const mark of ['good', 'uh-oh'] as const) {
    does(
      reasoned(ofEnvironment(`${mark} <change>`, `Say ${mark} to your change at its station`)),
      (change, { reason }) => ({ do: 'mark', change: changeNumber(change ?? ''), mark, reason }),
    );
  }
  does(ofEnvironment('drive [group]', 'Take over driving a group'), async (typed, _, yard) => ({
    do: 'drive',
    group: await groupOf(typed, yard),
    driver: 'me',
  }));
  does(
    ofEnvironment('princess [group]', 'Send a group to princess, to be checked'),
    async (typed, _, yard) => ({ do: 'princess', group: await groupOf(typed, yard) }),
  );
  does<Options & { override?: readonly object[] }>(
    reasoned(
      ofEnvironment('depart [group]', 'Let a group leave').option(
        '--override <what...>',
        'what to pass over: its type, and the change it is about, such as uh-oh:12',
        overrideOf,
      ),
    ),
    async (typed, { reason, override }, yard) => ({
      do: 'depart',
      group: await groupOf(typed, yard),
      overrides: override,
      reason,
    }),
  );
  does<Options & { at?: string; timeZone: string }>(
    ofEnvironment('schedule [group]', 'Let a group leave at a time; without one, not any more')
      .option('--at <time>', 'such as 2026-12-01T09:00+01:00', timeOf)
      .option('--time-zone <name>', 'the time zone that time is told in', 'UTC'),
    async (typed, { at, timeZone }, yard) => ({
      do: 'schedule',
      group: await groupOf(typed, yard),
      departure: at === undefined ? null : { at, timeZone },
    }),
  );
  does(
    ofEnvironment('hold', 'Pull the cord: nothing departs and nothing advances').requiredOption(
      '-r, --reason <text>',
      'why, for everybody',
    ),
    (_, { reason }) => ({ do: 'hold', reason }),
  );
  does(ofEnvironment('unhold [id]', 'Lift your hold, or that of somebody else'), (of = 'me') => ({
    do: 'unhold',
    of,
  }));
  does(
    reasoned(ofEnvironment('abort', 'Take back what is rolling out')),
    async (_, { reason }, yard) => ({ do: 'abort', group: movingIn(await yard()), reason }),
  );
};

interface BoardOptions extends Options {
  readonly alone?: true;
  readonly last?: true;
  readonly with?: number;
  readonly before?: number;
  readonly at?: string;
  readonly timeZone: string;
}

function placeOf({ alone, last, with: other, before }: BoardOptions) {
  if (other !== undefined) return { how: 'with', change: other };
  if (before !== undefined) return { how: 'before', change: before };
  return { how: alone ? 'alone' : last ? 'last' : 'plain' };
}

/** The one at the head of the queue, unless it is said which. */
async function groupOf(typed: string | undefined, yard: () => Promise<Yard>): Promise<number> {
  if (typed !== undefined) {
    if (/^[1-9]\d{0,14}$/.test(typed)) return Number(typed);
    throw new Failure(exit.usage, `“${typed}” is not the number of a group, such as 3`);
  }
  const { groups, environment } = await yard();
  const head = groups.find(
    ({ rides, station }) => rides !== 'express' && typeof station === 'string',
  );
  if (head === undefined) throw new Failure(exit.refused, `Nobody waits in ${environment}`);
  return head.id;
}

function movingIn({ rollout, environment }: Yard): number {
  if (rollout === null) throw new Failure(exit.refused, `Nothing rolls out in ${environment}`);
  return rollout.group;
}

function timeOf(text: string): string {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isTime || !/(Z|[+-]\d\d:\d\d)$/.test(text)) {
    throw new InvalidArgumentError('It must be a time with its offset, such as 2026-12-01T09:00Z.');
  }
  return new Date(text).toISOString();
}

function overrideOf(text: string, before: readonly object[] = []): readonly object[] {
  const [type, change] = text.split(':');
  return [...before, { type, change: change === undefined ? null : Number(change) }];
}

function shown(io: Io, { environment, topic, groups, holds, freeze, rollout }: Yard): string[] {
  return [
    `${environment}: ${topic}`,
    ...holds.map(({ by, reason }) => paint(io, 'red', `  held by ${by.name}: ${reason}`)),
    ...(freeze ? [paint(io, 'red', `  frozen until ${freeze.until}: ${freeze.reason}`)] : []),
    ...(rollout ? [rolloutLine(io, rollout)] : []),
    ...groups.flatMap((group) => groupLines(io, group)),
  ];
}

const rolloutLine = (io: Io, rollout: NonNullable<Yard['rollout']>) =>
  paint(
    io,
    'green',
    `  release ${rollout.release} is at stage ${rollout.stage + 1} of ${rollout.plan.length}, until ${rollout.stageEndsAt}: ${rollout.verdict.why}`,
  );

function groupLines(io: Io, { id, station, driver, riders, blockers }: Yard['groups'][number]) {
  const where = typeof station === 'string' ? station : `stage ${station.stage + 1}`;
  return [
    '',
    `Group ${id} (${where}), ${driver.name} drives`,
    ...riders.map(({ change, title, author, mark }) =>
      [
        `  ${change === null ? 'at once' : `change ${change}`}: ${title}, by ${author.name}`,
        mark === null ? '' : ` – ${mark}`,
      ].join(''),
    ),
    ...blockers.map(({ message }) => paint(io, 'yellow', `  in the way: ${message}`)),
  ];
}
