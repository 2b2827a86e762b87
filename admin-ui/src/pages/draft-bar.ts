import { describeChange, type ThingKind } from '@switchyard/core';
import { html, nothing, type TemplateResult } from 'lit';
import type { Environment } from '../api-types.ts';
import '../components/sy-draft-bar.ts';
import type { Wish } from '../components/sy-propose-dialog.ts';
import { draftedIn, nameOf } from '../drafts.ts';
import type { Editing } from '../editing.ts';
import { refusalToPublish } from '../model/permissions.ts';

interface Subject {
  readonly environment: Environment;
  readonly kind: ThingKind;
  readonly key: string;
  /** As it is live. */
  readonly stored: object;
  /** As the draft would have it. */
  readonly shown: object;
  readonly problems: readonly { readonly message: string }[];
}

/** The bar of a draft, with what it says; nothing where nothing waits for a decision. */
export function draftBar(editing: Editing, subject: Subject): TemplateResult | typeof nothing {
  const { environment, kind, key, stored, shown, problems } = subject;
  if (!editing.isDirty || (editing.isDirect && editing.problem === '')) return nothing;
  const was = editing.draft?.base ?? stored;
  const wordsFor = (after: object) => {
    const words = describeChange(kind, was, after);
    return words.length > 0 ? words : ['changed'];
  };
  const own = nameOf(environment.key, kind, key);
  const others = draftedIn(environment.key)
    .filter(({ name }) => name !== own)
    .map(({ name, edit }) => ({ name, label: edit.key || edit.kind }));
  const forbidden = refusalToPublish(environment, kind, editing.draft?.set ?? {}) ?? '';
  return html`
    <sy-draft-bar
      environment=${environment.name} ?guarded=${environment.policy.confirm} ?busy=${editing.isPublishing}
      .words=${wordsFor(shown)} .problems=${problems.map(({ message }) => message)}
      .clash=${editing.isClashing ? { theirs: wordsFor(stored), yours: wordsFor(shown) } : undefined}
      refusal=${editing.problem} forbidden=${editing.isForbidden ? 'You can propose it instead.' : forbidden} .others=${others}
      @publish-request=${(event: CustomEvent<string>) => editing.publish(event.detail)}
      @propose-request=${(event: CustomEvent<Wish>) => editing.propose(event.detail)}
      @publish-on-top-request=${(event: CustomEvent<string>) => editing.publishOnTop(event.detail)}
      @take-theirs-request=${() => editing.takeTheirs()}
      @discard-request=${() => editing.discard()}
    ></sy-draft-bar>
  `;
}
