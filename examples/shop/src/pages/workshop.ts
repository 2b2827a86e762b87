import { html } from '../html.ts';

export const workshop = html`
  <div class="welcome awesome">
    <h1>The workshop</h1>
    <p>You are here because the switch <code>workshop</code> is on for you. Everybody else gets “not found”.</p>
  </div>
  <p>On the bench today: a turntable that turns, and a tunnel that is longer inside.</p>`;
