import type { Question } from '../components/sy-ask-dialog.ts';
import type { Command, Rider, Yard } from '../yard-types.ts';

/** What to ask before a command is sent: those whose reason is still empty tell people why. */
export function questionOf(
  command: Command,
  yard: Yard | undefined,
  send: (command: Command) => Promise<unknown>,
): Question | undefined {
  if (!('reason' in command) || command.reason !== '') return undefined;
  const act = (reason: string) => send({ ...command, reason });
  switch (command.do) {
    case 'hold':
      return {
        label: 'Hold the train',
        text: 'Nothing departs and nothing goes on until somebody lifts the hold. Everybody is told; set departures and boardings are cancelled.',
        action: 'Hold',
        icon: 'hand',
        isDangerous: true,
        isReasonRequired: true,
        placeholder: 'What worries you?',
        act,
      };
    case 'abort':
      return {
        label: `Abort release ${yard?.rollout?.release ?? ''}`,
        text: 'Whoever has it goes back to what is live, at once. The train is held until somebody lifts that.',
        action: 'Abort',
        icon: 'rollback',
        isDangerous: true,
        act,
      };
    case 'kick':
      return {
        label: `Kick ${riderOf(yard, command.change)?.title ?? 'the change'}`,
        text: 'It leaves the train and stays open; its author is told why.',
        action: 'Kick',
        isDangerous: true,
        isReasonRequired: true,
        act,
      };
    case 'mark': {
      const rider = riderOf(yard, command.change);
      return command.mark === 'uh-oh'
        ? {
            label: 'Uh-oh',
            text: `${rider?.title ?? 'It'} does not look right. Nothing goes on before you say good.`,
            action: 'Say uh-oh',
            placeholder: 'What did you see?',
            act,
          }
        : {
            label: `Say good for ${rider?.author.name ?? 'them'}`,
            text: `${rider?.author.name ?? 'The author'} said uh-oh. Saying good lets the release go on.`,
            action: 'Say good',
            isReasonRequired: true,
            act,
          };
    }
  }
  return undefined;
}

const riderOf = (yard: Yard | undefined, change: number): Rider | undefined =>
  yard?.groups.flatMap(({ riders }) => riders).find((each) => each.change === change);
