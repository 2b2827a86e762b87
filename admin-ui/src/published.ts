import type { Environment } from './api-types.ts';
import { tell } from './notices.ts';
import { addressOf } from './router.ts';
import type { Published } from './yard-types.ts';

/** What is not live yet, in words, and the way to the train. */
export interface Underway {
  readonly text: string;
  /** The release, if it is one already. */
  readonly release?: number;
  readonly link: { readonly href: string; readonly label: string };
}

/** The number of the release if it is live; what is still on its way is told. */
export function liveNumber(published: Published, environment: Pick<Environment, 'key'>) {
  const underway = underwayOf(published, environment);
  if (underway !== undefined) tell(underway.text, underway.link);
  return 'waiting' in published || underway !== undefined ? undefined : published.number;
}

export function underwayOf(
  published: Published,
  environment: Pick<Environment, 'key'>,
): Underway | undefined {
  const link = {
    href: addressOf(['train'], { environment: environment.key }),
    label: 'See the train',
  };
  if ('waiting' in published) {
    const { change, blockers } = published.waiting;
    const why = blockers.map(({ message }) => message).join('; ');
    return { text: `Change ${change} waits to leave${why && `: ${why}`}.`, link };
  }
  const { number, outcome, stage = 0, stages = [] } = published;
  if (outcome !== 'rolling-out') return undefined;
  return {
    text: `Release ${number} is rolling out, stage ${stage + 1} of ${stages.length}.`,
    release: number,
    link,
  };
}
