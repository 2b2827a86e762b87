import type { Policy } from '../environments/policy.ts';
import { board, boardDue, express } from './boarding.ts';
import type { Command } from './commands.ts';
import { depart, departDue, schedule } from './departing.ts';
import { drive, mark, toPrincess } from './driving.ts';
import { hold, unhold } from './holding.ts';
import { kick, leave, rebase } from './leaving.ts';
import { type Outcome, refuse, tell } from './outcome.ts';
import { refusalOf } from './rights.ts';
import { abort, advance, rollBack, turn } from './rolling-out.ts';
import { headOf, isMoving, type Train } from './train.ts';

/**
 * Applies one command to the train of an environment: the next state and what has to happen with it, or a refusal in
 * words that leaves everything as it was. The policy is one without problems. Pure: time comes in with the command, and so does what others know. The
 * same commands give the same state. Kill, revive, rollback and restore are accepted in every state.
 */
export function apply(train: Train, command: Command, policy: Policy): Outcome {
  const refused = refusalOf(command, policy);
  if (refused !== undefined) return refuse('forbidden', refused);
  const outcome = carryOut(train, command, policy);
  if ('refused' in outcome) return outcome;
  return { ...outcome, effects: [...outcome.effects, ...headTold(train, outcome.train)] };
}

function carryOut(train: Train, command: Command, policy: Policy): Outcome {
  switch (command.do) {
    case 'board':
      return board(train, command);
    case 'board-due':
      return boardDue(train, command);
    case 'express':
      return express(train, command, policy);
    case 'leave':
      return leave(train, command);
    case 'kick':
      return kick(train, command, policy);
    case 'rebase':
      return rebase(train, command, policy);
    case 'drive':
      return drive(train, command, policy);
    case 'princess':
      return toPrincess(train, command, policy);
    case 'mark':
      return mark(train, command, policy);
    case 'depart':
      return depart(train, command, policy);
    case 'depart-due':
      return departDue(train, command, policy);
    case 'schedule':
      return schedule(train, command, policy);
    case 'hold':
      return hold(train, command);
    case 'unhold':
      return unhold(train, command, policy);
    case 'advance':
      return advance(train, command);
    case 'abort':
      return abort(train, command);
    case 'roll-back':
    case 'restore':
      return rollBack(train, command);
    case 'kill':
    case 'revive':
      return turn(train, command);
  }
}

/** Whoever comes to the head is told, whatever brought them there. */
function headTold(before: Train, after: Train) {
  const head = headOf(after);
  if (head === undefined || isMoving(head) || head.id === headOf(before)?.id) return [];
  return tell([head.driver], `You're up: group ${head.id} is at the head of the train`);
}
