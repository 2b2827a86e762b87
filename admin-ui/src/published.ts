import type { Environment } from './api-types.ts';
import { tell } from './notices.ts';
import { addressOf } from './router.ts';
import type { Published } from './yard-types.ts';

/** The number of the release if it is live; what is still on its way is told, with the way to the train. */
export function liveNumber(published: Published, environment: Pick<Environment, 'key'>) {
  const link = {
    href: addressOf(['train'], { environment: environment.key }),
    label: 'See the train',
  };
  if ('waiting' in published) {
    const { change, blockers } = published.waiting;
    const why = blockers.map(({ message }) => message).join('; ');
    tell(`Change ${change} waits to leave${why && `: ${why}`}.`, link);
    return undefined;
  }
  const { number, outcome, stage = 0, stages = [] } = published;
  if (outcome !== 'rolling-out') return number;
  tell(`Release ${number} is rolling out, stage ${stage + 1} of ${stages.length}.`, link);
  return undefined;
}
