import type { Customers } from '../customers.ts';
import { html } from '../html.ts';
import type { Design, Takings, Till } from '../till.ts';

/** Lets made-up people in, and shows how their checkouts go: whoever breaks the checkout sees it here. */
export function customersPage(customers: Customers, till: Till, adminUrl: string | undefined) {
  const { areIn, count, perSecond } = customers;
  const all = count.toLocaleString('en');
  const link = adminUrl && `${adminUrl}/#/switches/new-checkout?environment=production`;

  return html`
    <div class="welcome">
      <h1>${all} customers</h1>
      <p>Made-up people who look around, fill a basket and check out, ${perSecond} a second. To the shop, and to Switchyard, they
        are customers like you.</p>
    </div>
    <form id="door" data-live method="post" action="/customers">${
      areIn
        ? html`<button name="are" value="out" class="quiet">Send them home</button>`
        : html`<button name="are" value="in">Let ${all} customers in</button>`
    }</form>
    <section id="till" data-live class="till" aria-label="Checkouts in the last ten seconds" ${areIn && html`data-each-second`}>
      ${tile('old', till.lately('old'))}
      ${tile('new', till.lately('new'))}
    </section>
    <p>The new checkout stands behind the switch <code>new-checkout</code>, and loses one order in five. ${
      link &&
      html`<a href="${link}">Turn it on in Production</a>, and watch the guard take it back.`
    }</p>`;
}

function tile(design: Design, { checkouts, failed }: Takings) {
  const share = checkouts === 0 ? 0 : Math.round((100 * failed) / checkouts);
  return html`
    <div class="${share >= 10 ? 'tile bad' : 'tile'}">
      <h2>The ${design} checkout</h2>
      <p><strong>${failed}</strong> of ${checkouts} failed${checkouts > 0 && html`, ${share} %`}</p>
    </div>`;
}
