import { html } from '../html.ts';

/** What a customer is told who has paid, or could not. */
export const checkedOut = (isPaid: boolean) => html`
  <div class="welcome">
    ${
      isPaid
        ? html`<h1>Thank you</h1><p>Your order is on the rails.</p>`
        : html`<h1>That did not work</h1><p>Your payment did not go through. Your basket is kept.</p>`
    }
    <p><a href="/">Back to the shop</a></p>
  </div>`;
