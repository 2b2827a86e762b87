import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { html, nothing } from 'lit';
import { messageOf } from './call.ts';
import './components/sy-problem.ts';

/** One thing at a time that a person asked for, and what went wrong with it, in the server's words. */
export class Attempt implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  isBusy = false;
  problem = '';
  /** What was thrown: a program may make more of it than its words. */
  thrown: unknown;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {}

  /** Whether it went well. What is asked while something else runs is not done. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.clear();
    try {
      await act();
    } catch (thrown) {
      this.thrown = thrown;
      this.problem = messageOf(thrown);
    }
    this.isBusy = false;
    this.#host.requestUpdate();
    return this.problem === '';
  }

  clear() {
    this.problem = '';
    this.thrown = undefined;
    this.#host.requestUpdate();
  }

  render() {
    return this.problem === ''
      ? nothing
      : html`<sy-problem without-retry message=${this.problem}></sy-problem>`;
  }
}
