import type { Policy } from '../environments/policy.ts';
import { isAtLeast, type Role } from '../platform/roles.ts';
import type { Command, Someone } from './commands.ts';
import { mayExpress } from './policy.ts';
import type { Group, Passenger } from './train.ts';
import { titled } from './words.ts';

/** Why this actor may not do this at all, if so. What depends on the train is told by what carries it out. */
export function refusalOf(command: Command, policy: Policy): string | undefined {
  if (!('by' in command)) return undefined;
  const { name, role } = command.by;
  const least = leastRole(command.do, policy);
  if (isAtLeast(role, least)) return undefined;
  return `${words[command.do]} needs the role ${least} here, and ${name} has ${role}`;
}

/** Kill, rollback and the cord are every developer's, whatever the policy says. */
function leastRole(deed: keyof typeof words, { who, publish }: Policy): Role {
  switch (deed) {
    case 'board':
    case 'rebase':
      return who.board;
    case 'depart':
    case 'schedule':
      return who.depart;
    case 'revive':
      return publish;
    default:
      return 'developer';
  }
}

const words = {
  board: 'Boarding',
  express: 'Letting a change leave at once',
  leave: 'Leaving the train',
  kick: 'Kicking a change',
  rebase: 'Editing a change that is aboard',
  drive: 'Driving',
  princess: 'Sending a group to princess',
  mark: 'Saying good or uh-oh',
  depart: 'Departing',
  schedule: 'Setting a departure',
  hold: 'Holding the train',
  unhold: 'Lifting a hold',
  abort: 'Aborting a release',
  'roll-back': 'Rolling back',
  restore: 'Going back to a release',
  kill: 'Killing a switch',
  revive: 'Reviving a switch',
};

/** Why this change may not leave at once, if so. */
export function refusalOfExpress(
  passenger: Passenger,
  { name, role }: Someone,
  policy: Policy,
): string | undefined {
  const { extent } = passenger;
  const instead = `let ${titled(passenger)} board the train`;
  if (!mayExpress(policy, extent)) {
    const allowed = {
      harmless: 'new switches that are off',
      percentages: 'percentages',
      anything: '',
    };
    return `Only changes of ${allowed[policy.express]} may leave at once here; ${instead}`;
  }
  const least = extent === 'harmless' ? 'developer' : policy.publish;
  if (isAtLeast(role, least)) return undefined;
  return `Letting it leave at once needs the role ${least} here, and ${name} has ${role}; ${instead}`;
}

/** Whoever has a change aboard can drive the group, and whoever may drive any. */
export const canDrive = (group: Group, { id, role }: Someone, { who }: Policy): boolean =>
  group.riders.some(({ author }) => author.id === id) || isAtLeast(role, who.depart);
