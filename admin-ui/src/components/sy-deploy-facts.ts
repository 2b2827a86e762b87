import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Entry } from '../api-types.ts';
import { base } from '../styles/base.ts';

/** What is known of a deploy of code. */
@customElement('sy-deploy-facts')
export class SyDeployFacts extends LitElement {
  @property({ attribute: false }) entry!: Entry;

  protected override render() {
    const { app, deploy, actor } = this.entry;
    if (deploy === undefined) return nothing;
    const { id, version, from, by, at, commits, links = [] } = deploy;
    return html`
      <dl>
        ${fact('App', app)}
        ${fact('Version', from ? html`<code>${from}</code> → <code>${version}</code>` : html`<code>${version}</code>`)}
        ${fact('Deployed by', by)}
        ${fact('Reported by', actor.name)}
        ${fact('Commits', commits && commitsInWords(commits))}
        ${fact('Authors', commits?.authors?.join(', '))}
        ${fact('Began', at && new Date(at).toLocaleString())}
        ${fact('Links', links.length > 0 ? links.map(({ title, url }) => html`<a href=${url} target="_blank" rel="noreferrer">${title}</a> `) : undefined)}
        ${fact('Deploy id', html`<code>${id}</code>`)}
      </dl>
    `;
  }

  static override styles = [
    base,
    css`
      dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--sy-space-2) var(--sy-space-5); }
      dt { color: var(--sy-ink-quiet); }
      dd { overflow-wrap: anywhere; }
      dd a { margin-inline-end: var(--sy-space-3); }
    `,
  ];
}

const fact = (name: string, value: TemplateResult | TemplateResult[] | string | undefined) =>
  value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing;

function commitsInWords({ from, to, count }: NonNullable<NonNullable<Entry['deploy']>['commits']>) {
  const range = [from, to]
    .filter((each) => each !== undefined)
    .map((each) => html`<code>${each}</code>`);
  const between = range.length === 2 ? html`${range[0]} … ${range[1]}` : html`${range}`;
  if (count === undefined) return between;
  return range.length === 0 ? html`${count}` : html`${count} (${between})`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-deploy-facts': SyDeployFacts;
  }
}
