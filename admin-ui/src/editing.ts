import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { releases } from './api.ts';
import type { Environment, ThingKind } from './api-types.ts';
import { messageOf, Refusal } from './call.ts';
import type { Wish } from './components/sy-propose-dialog.ts';
import { nameOf as draftName, drafts, editOf } from './drafts.ts';
import {
  applied,
  changed,
  clashes,
  type Draft,
  type Fields,
  isEmpty,
  rebased,
  yielded,
} from './model/draft.ts';
import { refusalToPublish } from './model/permissions.ts';
import { complain, tell } from './notices.ts';
import { propose } from './proposing.ts';
import { liveNumber, type Underway, underwayOf } from './published.ts';
import type { Published } from './yard-types.ts';

interface Subject {
  readonly environment: Environment;
  readonly kind: ThingKind;
  readonly key: string;
  /** The thing as last loaded, and the release that made it so; undefined until it is known. */
  readonly stored: object | undefined;
  readonly version: number;
}

/**
 * Edits one thing in one environment: as a draft that waits for Publish or, where policy does not ask
 * and nothing else is waiting, at once. Drafts outlive the page that shows them.
 */
export class Editing implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #subject: () => Subject;
  readonly #reload: () => Promise<unknown>;
  #name = '';
  #soon: ReturnType<typeof setTimeout> | undefined;
  #publishSoon: () => void = () => {};
  #latest = 0;
  isPublishing = false;
  /** The draft is being published as it changes. */
  isDirect = false;
  /** The last release published from here. */
  published: number | undefined;
  /** What was published from here and is not live yet, while nothing else has become of the thing. */
  underway: (Underway & { readonly version: number }) | undefined;
  /** Why the last attempt failed. */
  problem = '';
  /** Whether policy forbids it: it can be proposed instead. */
  isForbidden = false;

  constructor(
    host: ReactiveControllerHost,
    subject: () => Subject,
    reload: () => Promise<unknown>,
  ) {
    this.#host = host;
    this.#subject = subject;
    this.#reload = reload;
    host.addController(this);
  }

  hostDisconnected() {
    if (this.#soon !== undefined) this.#publishSoon();
  }

  hostUpdate() {
    const name = nameOf(this.#subject());
    if (name !== this.#name) this.#begin(name);
    this.#fit();
  }

  get draft(): Draft | undefined {
    return drafts.get(nameOf(this.#subject()));
  }

  /** Whether there is something to publish or to discard. */
  get isDirty(): boolean {
    return this.draft !== undefined && !isEmpty(this.draft);
  }

  /** Whether somebody else changed the same fields since the draft was begun. */
  get isClashing(): boolean {
    const { stored, version } = this.#subject();
    const { draft } = this;
    if (draft === undefined || stored === undefined || this.isPublishing) return false;
    return version > draft.version && clashes(draft, stored as Fields).length > 0;
  }

  /** The thing with the draft's changes. */
  shown<Thing extends object>(stored: Thing): Thing {
    const { draft } = this;
    return draft ? (applied(draft.base, draft.set) as Thing) : stored;
  }

  change(changes: Fields): void {
    const { stored, version } = this.#subject();
    if (stored === undefined) return;
    this.problem = '';
    this.#keep(changed(this.draft ?? { base: stored as Fields, version, set: {} }, changes));
  }

  /** Changes and publishes, where that is allowed without asking; else adds to the draft. */
  changeNow(changes: Fields, waitMs = 0): void {
    const isAlone = this.isDirect || !this.isDirty;
    this.change(changes);
    this.isDirect = isAlone && this.#mayPublishAtOnce();
    if (this.isDirect) this.#schedule(waitMs);
  }

  async publish(reason: string, subject = this.#subject()): Promise<void> {
    const { environment, kind, key } = subject;
    const name = nameOf(subject);
    const draft = drafts.get(name);
    if (draft === undefined || isEmpty(draft) || this.isPublishing) return;
    this.isPublishing = true;
    this.problem = '';
    this.#host.requestUpdate();
    this.isForbidden = false;
    let isConflict = false;
    try {
      const release: Published = await releases.publish(
        environment.key,
        [editOf(kind, key, draft)],
        reason,
      );
      const number = liveNumber(release, environment);
      const underway = underwayOf(release, environment);
      this.underway = underway && { ...underway, version: subject.version };
      if (number === undefined) {
        // What was moved meanwhile stays as a draft, and is not sent after it unasked.
        this.isDirect = false;
        if (drafts.get(name) === draft) drafts.delete(name);
      } else {
        this.published = number;
        const now = drafts.get(name) ?? draft;
        drafts.set(name, rebased(now, applied(draft.base, draft.set), number));
      }
      for (const warning of ('warnings' in release && release.warnings) || []) tell(warning);
    } catch (thrown) {
      isConflict = thrown instanceof Refusal && thrown.code === 'conflict';
      this.isForbidden = thrown instanceof Refusal && thrown.code === 'forbidden';
      this.problem = messageOf(thrown);
    }
    await this.#reload();
    this.isPublishing = false;
    if (isConflict) await this.#reconsider(draft.version, reason);
    if (this.problem !== '') this.isDirect = false;
    if (this.isDirect) this.#goOn();
    this.#host.requestUpdate();
  }

  /** Makes a change of the draft, and of others that come along, instead of publishing it. */
  async propose(wish: Wish): Promise<void> {
    if (!this.isDirty || this.isPublishing) return;
    this.isPublishing = true;
    this.problem = '';
    this.#host.requestUpdate();
    const subject = this.#subject();
    try {
      await propose(subject.environment.key, nameOf(subject), wish);
      this.isDirect = false;
      this.isForbidden = false;
    } catch (thrown) {
      this.problem = messageOf(thrown);
    }
    this.isPublishing = false;
    this.#host.requestUpdate();
  }

  /** Deletes the thing. */
  async remove(): Promise<void> {
    const { environment, kind, key, version } = this.#subject();
    try {
      const edit = { kind, key, base: version, set: null };
      const number = liveNumber(await releases.publish(environment.key, [edit], ''), environment);
      this.discard();
      if (number !== undefined) tell(`${key} is deleted. Release ${number}.`);
    } catch (thrown) {
      complain(thrown);
    }
    await this.#reload();
  }

  discard(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.isDirect = false;
    this.isForbidden = false;
    this.problem = '';
    this.#keep(undefined);
  }

  /** Gives up what somebody else changed too. */
  takeTheirs(): void {
    const { stored, version } = this.#subject();
    const { draft } = this;
    if (draft === undefined || stored === undefined) return;
    const now = stored as Fields;
    const fields = clashes(draft, now).map(({ field }) => field);
    this.#keep(yielded(draft, now, version, fields));
  }

  async publishOnTop(reason: string): Promise<void> {
    const { stored, version } = this.#subject();
    const { draft } = this;
    if (draft === undefined || stored === undefined) return;
    this.#keep(rebased(draft, stored as Fields, version));
    await this.publish(reason);
  }

  #mayPublishAtOnce() {
    const { environment, kind } = this.#subject();
    const isAllowed = refusalToPublish(environment, kind, this.draft?.set ?? {}) === undefined;
    return isAllowed && !environment.policy.confirm;
  }

  /** Soon after the hand rests; while it moves on and on, now and then. */
  #schedule(waitMs: number) {
    const subject = this.#subject();
    const now = performance.now();
    if (this.#soon === undefined) this.#latest = now + 4 * waitMs;
    clearTimeout(this.#soon);
    this.#publishSoon = () => {
      clearTimeout(this.#soon);
      this.#soon = undefined;
      void this.publish('', subject);
    };
    this.#soon = setTimeout(this.#publishSoon, Math.max(Math.min(waitMs, this.#latest - now), 0));
  }

  /** Somebody was faster. Where they changed something else, ours goes on top; else people decide. */
  async #reconsider(version: number, reason: string) {
    if (this.#subject().version === version) return;
    this.#fit();
    this.problem = '';
    if (this.isClashing) this.isDirect = false;
    else await this.publish(reason);
  }

  /** What was moved while a release was on its way. */
  #goOn() {
    this.#fit();
    if (this.isClashing) this.isDirect = false;
    else if (!this.isDirty) this.isDirect = this.#soon !== undefined;
    else if (this.#soon === undefined) void this.publish('');
  }

  /** Fits the draft to what was loaded meanwhile, where they do not disagree. */
  #fit() {
    const { stored, version } = this.#subject();
    const { draft } = this;
    if (draft === undefined || stored === undefined || this.isPublishing) return;
    const now = stored as Fields;
    if (isEmpty(draft)) {
      if (version >= draft.version) drafts.delete(this.#name);
    } else if (version > draft.version && clashes(draft, now).length === 0) {
      drafts.set(this.#name, rebased(draft, now, version));
    }
  }

  #begin(name: string) {
    this.#name = name;
    this.isDirect = false;
    this.published = undefined;
    this.underway = undefined;
    this.problem = '';
  }

  #keep(draft: Draft | undefined) {
    const name = nameOf(this.#subject());
    if (draft === undefined) drafts.delete(name);
    else drafts.set(name, draft);
    this.#host.requestUpdate();
  }
}

const nameOf = ({ environment, kind, key }: Subject) => draftName(environment.key, kind, key);
