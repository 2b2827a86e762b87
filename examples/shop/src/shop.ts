import { fileURLToPath } from 'node:url';
import type { Client } from '@switchyard/sdk-node';
import { requireSwitch, switchyard } from '@switchyard/sdk-node/express';
import express, { type Express } from 'express';
import { pay } from './checkout.ts';
import type { Customers } from './customers.ts';
import { live } from './live.ts';
import { checkedOut } from './pages/checked-out.ts';
import { crowd } from './pages/crowd.ts';
import { customersPage } from './pages/customers.ts';
import { layout } from './pages/layout.ts';
import { storefront } from './pages/storefront.ts';
import { workshop } from './pages/workshop.ts';
import { findPerson } from './people.ts';
import { costOfRecommending } from './recommendations.ts';
import { followStanding } from './standing.ts';
import { createTill } from './till.ts';
import { unitOf, visits } from './visit.ts';

const publicFolder = fileURLToPath(new URL('../public', import.meta.url));

export interface Parts {
  readonly flags: Client;
  readonly customers: Customers;
  /** Where releases are made. */
  readonly adminUrl?: string | undefined;
  readonly random?: () => number;
}

export function createShop({ flags, customers, adminUrl, random = Math.random }: Parts): Express {
  const standing = followStanding(flags);
  const till = createTill();
  const baskets = new Map<string, number>();
  const shop = express();

  shop.get(['/shop.css', '/live.js'], express.static(publicFolder));
  shop.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  shop.get('/live', live(standing));

  shop.use(visits);
  shop.use(switchyard(flags));

  shop.get('/', (req, res) => {
    if (req.flags.isActive('dark-launch')) res.set('server-timing', costOfRecommending(req.visit));
    const basket = baskets.get(unitOf(req.visit)) ?? 0;
    res.send(layout(req, 'Shop', storefront(req, basket), standing.words()));
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
    res.send(layout(req, 'Checkout', checkedOut(isPaid), standing.words()));
  });

  shop.get('/crowd', (req, res) => {
    res.send(layout(req, 'Who gets it', crowd(flags), standing.words()));
  });
  shop.get('/customers', (req, res) => {
    const page = customersPage(customers, till, adminUrl);
    res.send(layout(req, 'Customers', page, standing.words()));
  });
  shop.post('/customers', express.urlencoded(), (req, res) => {
    if (req.body?.are === 'in') customers.letIn();
    else customers.sendHome();
    res.redirect(303, '/customers');
  });
  shop.get('/workshop', requireSwitch('workshop', { else: 404 }), (req, res) => {
    res.send(layout(req, 'Workshop', workshop, standing.words()));
  });
  shop.post('/visit', express.urlencoded(), (req, res) => {
    const { person, to } = req.body ?? {};
    res.cookie('person', findPerson(person)?.id ?? '', { httpOnly: true, sameSite: 'lax' });
    res.redirect(303, /^\/\w*$/.test(to) ? to : '/');
  });

  return shop;
}
