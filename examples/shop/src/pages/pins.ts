import type { Overrides } from '@switchyard/sdk-node';
import { html } from '../html.ts';

const onOff = ['on', 'off'];

/** What staff may pin for themselves, and to what. A switch that is off or on for everybody stays so. */
export const pinnable: Readonly<Record<string, readonly string[]>> = {
  awesome: onOff,
  'checkout:one-page': ['a', 'b', 'off'],
  'night-trains': onOff,
  workshop: onOff,
};

/** A small overlay: how the shop looks with a switch on or off, for one's own session only. */
export const pins = (pinned: Overrides, path: string) => html`
  <details class="pins" ${pinned.size > 0 && html`open`}>
    <summary>Pin switches</summary>
    <p>For you, in this browser, for eight hours.</p>
    ${Object.entries(pinnable).map(
      ([key, choices]) => html`
        <form method="post" action="/pins">
          <input type="hidden" name="path" value="${path}">
          <input type="hidden" name="key" value="${key}">
          <label>${key}
            <select name="choice" data-submits>
              ${['bypass', ...choices].map(
                (choice) =>
                  html`<option ${choice === (pinned.get(key) ?? 'bypass') && html`selected`}>${choice}</option>`,
              )}
            </select>
          </label>
          <noscript><button>Pin</button></noscript>
        </form>`,
    )}
  </details>`;
