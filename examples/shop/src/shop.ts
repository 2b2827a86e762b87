import { fileURLToPath } from 'node:url';
import type { Client } from '@switchyard/sdk-node';
import { requireSwitch, switchyard } from '@switchyard/sdk-node/express';
import express, { type Express, type Request } from 'express';
import { type Browser, sdkFolder } from './browser.ts';
import { pay } from './checkout.ts';
import type { Customers } from './customers.ts';
import type { Html } from './html.ts';
import { live } from './live.ts';
import { account } from './pages/account.ts';
import { checkedOut } from './pages/checked-out.ts';
import { crowd } from './pages/crowd.ts';
import { customersPage } from './pages/customers.ts';
import { layout } from './pages/layout.ts';
import { storefront } from './pages/storefront.ts';
import { workshop } from './pages/workshop.ts';
import { findPerson } from './people.ts';
import { pinning } from './pinning.ts';
import { costOfRecommending } from './recommendations.ts';
import { followStanding } from './standing.ts';
import { createTill } from './till.ts';
import { unitOf, visits } from './visit.ts';

const publicFolder = fileURLToPath(new URL('../public', import.meta.url));

export interface Parts {
  readonly flags: Client;
  readonly customers: Customers;
  readonly browser?: Browser | undefined;
  /** Where releases are made. */
  readonly adminUrl?: string | undefined;
  readonly random?: () => number;
}

export function createShop(parts: Parts): Express {
  const { flags, customers, browser, adminUrl, random = Math.random } = parts;
  const standing = followStanding(flags);
  const till = createTill();
  const baskets = new Map<string, number>();
  const shop = express();
  const page = (request: Request, title: string, body: Html) =>
    layout(request, body, {
      title,
      foot: standing.words(),
      browser,
      bootstrap: flags.bootstrap(request),
    });

  shop.get(['/shop.css', '/live.js', '/page.js'], express.static(publicFolder));
  shop.use('/switchyard', express.static(sdkFolder));
  shop.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  shop.get('/live', live(standing));

  shop.use(visits);
  shop.use(switchyard(flags));

  shop.get('/', (req, res) => {
    if (req.flags.isActive('dark-launch')) res.set('server-timing', costOfRecommending(req.visit));
    const basket = baskets.get(unitOf(req.visit)) ?? 0;
    res.send(page(req, 'Shop', storefront(req, basket)));
  });
  shop.post('/basket', (req, res) => {
    const unit = unitOf(req.visit);
    baskets.set(unit, (baskets.get(unit) ?? 0) + 1);
    req.flags.track('basket');
    res.redirect(303, '/');
  });
  shop.post('/checkout', (req, res) => {
    const unit = unitOf(req.visit);
    if (!req.flags.isActive('checkout') || !baskets.has(unit)) return res.redirect(303, '/');
    const isPaid = pay(req.flags, random);
    till.note(req.flags.isActive('new-checkout') ? 'new' : 'old', isPaid);
    if (isPaid) baskets.delete(unit);
    res.send(page(req, 'Checkout', checkedOut(isPaid)));
  });

  shop.get('/crowd', (req, res) => {
    res.send(page(req, 'Who gets it', crowd(flags)));
  });
  shop.get('/customers', (req, res) => {
    res.send(page(req, 'Customers', customersPage(customers, till, adminUrl)));
  });
  shop.post('/customers', express.urlencoded(), (req, res) => {
    if (req.body?.are === 'in') customers.letIn();
    else customers.sendHome();
    res.redirect(303, '/customers');
  });
  shop.get('/workshop', requireSwitch('workshop', { else: 404 }), (req, res) => {
    res.send(page(req, 'Workshop', workshop));
  });
  shop.get('/account', (req, res) => {
    res.send(page(req, 'Your account', account(req.visit)));
  });
  /** For the page of whoever is signed in, and nobody else: with it, one may opt in as them. */
  shop.get('/user-token', (req, res) => {
    if (!req.visit.person) return res.status(403).send('Nobody is signed in');
    res.set('cache-control', 'no-store').type('text').send(flags.userToken(req));
  });
  shop.post('/pins', express.urlencoded(), pinning(flags));
  shop.post('/visit', express.urlencoded(), (req, res) => {
    const { person, to } = req.body ?? {};
    res.cookie('person', findPerson(person)?.id ?? '', { httpOnly: true, sameSite: 'lax' });
    res.redirect(303, /^\/\w*$/.test(to) ? to : '/');
  });

  return shop;
}
