import type { Request } from 'express';
import { html } from '../html.ts';
import { type Product, products } from '../products.ts';

/** The page that `awesome` changes. */
export function storefront({ flags, visit, query }: Request, basket: number) {
  const awesome = flags.isActive('awesome');
  const wanted = String(query.q ?? '').toLowerCase();
  const found = products.filter(({ name }) => name.toLowerCase().includes(wanted));
  const greeting = visit.person ? `, ${visit.person.name.split(' ')[0]}` : '';

  return html`
    <div id="welcome" data-live class="${awesome ? 'welcome awesome' : 'welcome'}">
      ${
        awesome
          ? html`<h1>Welcome to the awesome new shop${greeting}</h1>
              <p>Same small trains. Everything else just arrived.</p>`
          : html`<h1>Good day${greeting}</h1><p>Small trains since a long time ago.</p>`
      }
    </div>
    <ul class="products">${found.map(
      (product) => html`
        <li>
          <svg viewBox="0 0 160 112" aria-hidden="true">${product.picture}</svg>
          <h2>${product.name}</h2>
          <p>${product.words}</p>
          ${price(product, awesome)}
          <form method="post" action="/basket"><button class="quiet">Add to basket</button></form>
        </li>`,
    )}</ul>
    ${found.length === 0 && html`<p>Nothing in stock is called “${wanted}”.</p>`}
    <section id="checkout" data-live class="checkout">
      <h2>Checkout</h2>
      ${checkout(flags, basket)}
    </section>`;
}

function price({ name, price }: Product, awesome: boolean) {
  const id = `price-${name.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return html`<p id="${id}" data-live class="price">${
    awesome && html`<s>€ ${price}</s> `
  }€ ${awesome ? Math.round(price * 0.9) : price}</p>`;
}

/** A family: `checkout:one-page` is looked at only while `checkout` is active. */
function checkout(flags: Request['flags'], basket: number) {
  const design = flags.variant('checkout:one-page');
  if (design === 'a') return paying('All on one page.', 'Pay now', basket);
  if (design === 'b') return paying('All on one page, in one tap.', 'Pay with one tap', basket);
  if (!flags.isActive('checkout')) return html`<p>Closed for a moment. Your basket is kept.</p>`;
  if (flags.isActive('new-checkout')) return paying('Brand new, and so quick.', 'Pay', basket);
  return paying('Three short steps.', 'To step one', basket);
}

function paying(words: string, action: string, basket: number) {
  return html`
    <p>${words} ${basket === 0 ? 'Your basket is empty.' : `In your basket: ${basket}.`}</p>
    <form method="post" action="/checkout"><button ${basket === 0 && html`disabled`}>${action}</button></form>`;
}
