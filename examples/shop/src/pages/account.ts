import { html } from '../html.ts';
import type { Visit } from '../visit.ts';

/** Who one is, and what one would like to try out. The list is an element of the browser SDK. */
export const account = ({ person }: Visit) => html`
  <div class="welcome">
    <h1>Your account</h1>
    ${
      person
        ? html`<p>${person.name}, ${person.city}. ${person.email}</p>`
        : html`<p>You are somebody anonymous. Choose who you are at the top right.</p>`
    }
  </div>
  <switchyard-opt-in><h2>Try what is new</h2></switchyard-opt-in>`;
