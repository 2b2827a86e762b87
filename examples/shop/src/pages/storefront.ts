import type { Request } from 'express';
import { html } from '../html.ts';
import { type Product, products } from '../products.ts';

/** The page that `awesome` changes. */
export function storefront({ flags, visit, query }: Request) {
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
        </li>`,
    )}</ul>
    ${found.length === 0 && html`<p>Nothing in stock is called “${wanted}”.</p>`}
    <section id="checkout" data-live class="checkout">${checkout(flags)}</section>`;
}

function price({ name, price }: Product, awesome: boolean) {
  const id = `price-${name.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return html`<p id="${id}" data-live class="price">${
    awesome && html`<s>€ ${price}</s> `
  }€ ${awesome ? Math.round(price * 0.9) : price}</p>`;
}

/** A family: `checkout:one-page` is looked at only while `checkout` is active. */
function checkout(flags: Request['flags']) {
  const design = flags.variant('checkout:one-page');
  if (design === 'a') return html`<h2>Checkout</h2><p>All on one page.</p><button>Pay now</button>`;
  if (design === 'b')
    return html`<h2>Checkout</h2><p>All on one page, in one tap.</p><button>Pay with one tap</button>`;
  if (!flags.isActive('checkout'))
    return html`<h2>Checkout</h2><p>Closed for a moment. Your basket is kept.</p>`;
  return html`<h2>Checkout</h2><p>Three short steps.</p><button>To step one</button>`;
}
