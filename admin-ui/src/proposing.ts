import type { Wish } from './components/sy-propose-dialog.ts';
import { draftedIn, drafts } from './drafts.ts';
import { tell } from './notices.ts';
import { addressOf } from './router.ts';
import { changes } from './yard-api.ts';

/** Makes a change of the draft of this name, and of those that come along; they are drafts no more. */
export async function propose(
  environment: string,
  name: string,
  { fields, along, isBoarding }: Wish,
): Promise<void> {
  const taken = draftedIn(environment).filter(
    (each) => each.name === name || along.includes(each.name),
  );
  const { number } = await changes.propose(environment, {
    ...fields,
    edits: taken.map(({ edit }) => edit),
    ...(isBoarding && { board: { how: 'plain' } }),
  });
  for (const each of taken) drafts.delete(each.name);
  const what = taken.length === 1 ? '' : ` of ${taken.length} things`;
  const href = addressOf(['changes', String(number)], { environment });
  tell(`Change ${number}${what} is proposed${isBoarding ? ' and aboard' : ''}.`, {
    href,
    label: 'See it',
  });
}
