import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { messageOf, Refusal } from './call.ts';
import type { News } from './live.ts';
import { OnNews } from './live.ts';
import './components/sy-problem.ts';

interface Options<Args extends unknown[] | [], Value> {
  /** What to load; loading starts over when a member changes. */
  readonly args: () => Args;
  readonly load: (...args: Args) => Promise<Value>;
  /** Which news make it worth loading again; none unless given. */
  readonly on?: (news: News) => boolean;
}

/** Data of a page: loaded when it is first needed, kept on show while it is loaded again. */
export class Loaded<Args extends unknown[] | [], Value> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: Options<Args, Value>;
  #args: Args | undefined;
  #run = 0;
  value: Value | undefined;
  error: unknown;
  isLoading = false;

  constructor(host: ReactiveControllerHost, options: Options<Args, Value>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
    if (options.on !== undefined) new OnNews(host, () => void this.reload(), options.on);
  }

  hostUpdate() {
    const args = this.#options.args();
    if (this.#args?.every((each: unknown, at: number) => Object.is(each, args[at]))) return;
    this.#args = args;
    void this.reload();
  }

  /** Resolves when there is an answer; never rejects. An older answer never replaces a newer one. */
  async reload(): Promise<void> {
    if (this.#args === undefined) return;
    const run = ++this.#run;
    this.isLoading = true;
    let value: Value | undefined;
    let error: unknown;
    try {
      value = await this.#options.load(...this.#args);
    } catch (thrown) {
      error = thrown;
    }
    if (run !== this.#run) return;
    this.isLoading = false;
    this.error = error;
    if (error === undefined) this.value = value;
    this.#host.requestUpdate();
  }

  /** Puts in an answer that came another way. */
  set(value: Value): void {
    this.#run++;
    this.isLoading = false;
    this.value = value;
    this.#host.requestUpdate();
  }

  render(view: (value: Value) => unknown, waiting: TemplateResult = skeleton()): unknown {
    const isOut = this.error instanceof Refusal && this.error.code === 'unreachable';
    const isNowhere = this.error instanceof Refusal && this.error.status === 404;
    // That the connection is lost is said elsewhere, without moving what is being read.
    const problem =
      this.error === undefined || (isOut && this.value !== undefined)
        ? nothing
        : html`<sy-problem ?without-retry=${isNowhere} .message=${messageOf(this.error)} @retry-request=${() => this.reload()}></sy-problem>`;
    if (this.value !== undefined) return html`${problem}${view(this.value)}`;
    return this.error === undefined ? waiting : problem;
  }
}

/** Grey lines where text is going to be. */
export const skeleton = (lines = 5) => html`
  <sy-skeleton lines=${lines}></sy-skeleton>
`;
