import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SyAskDialog } from './components/sy-ask-dialog.ts';
import { complain } from './notices.ts';
import { questionOf } from './pages/train-questions.ts';
import { train } from './yard-api.ts';
import type { Command, Yard } from './yard-types.ts';

interface Parts {
  readonly dialog: () => SyAskDialog;
  readonly yard: () => Yard | undefined;
  readonly environment: () => string;
  /** The train as it is after a command. */
  readonly take: (yard: Yard) => unknown;
  /** Something was refused: perhaps the train is no longer as it is shown. */
  readonly look: () => Promise<unknown>;
}

/** Sends a train what its page asks of it, one thing at a time. */
export class TrainCommands implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #parts: Parts;
  isBusy = false;

  constructor(host: ReactiveControllerHost, parts: Parts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  hostConnected() {}

  /** Does it, or asks why first where people will want to know. */
  ask(command: Command): void {
    const { dialog, yard } = this.#parts;
    const question = questionOf(command, yard(), (asked) => this.#send(asked));
    if (question === undefined) void this.run(command);
    else dialog().ask(question);
  }

  async run(command: Command): Promise<void> {
    this.#become(true);
    try {
      await this.#send(command);
    } catch (thrown) {
      complain(thrown);
      await this.#parts.look();
    }
    this.#become(false);
  }

  async #send(command: Command) {
    const { take, environment } = this.#parts;
    await take(await train.command(environment(), command));
  }

  #become(isBusy: boolean) {
    this.isBusy = isBusy;
    this.#host.requestUpdate();
  }
}
