import type { Client } from '@switchyard/sdk-node';
import { html } from '../html.ts';
import { visitors } from '../people.ts';

/** Everybody at once. A plain object is a context itself, so no request is needed to ask for others. */
export function crowd(flags: Client) {
  const seen = visitors.map(({ name, context }) => ({
    name,
    has: flags.isActive('awesome', context),
  }));
  const count = seen.filter(({ has }) => has).length;

  return html`
    <div class="welcome">
      <h1>Who gets <code>awesome</code></h1>
      <p>Sixty visitors, right now. Move the percentage in the admin UI and watch: whoever has it keeps it while you raise it.</p>
    </div>
    <p id="count" data-live class="count" role="status"><strong>${count}</strong> of ${seen.length} visitors get awesome</p>
    <ol class="crowd">${seen.map(
      ({ name, has }, index) =>
        html`<li id="visitor-${index + 1}" data-live class="${has ? 'on' : 'off'}">
          <span class="face" aria-hidden="true">${name.slice(0, 2)}</span>
          <span class="who">${name}<span class="hidden">${has ? ' gets it' : ' does not get it'}</span></span>
        </li>`,
    )}</ol>`;
}
