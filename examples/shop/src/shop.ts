import { fileURLToPath } from 'node:url';
import type { Client } from '@switchyard/sdk-node';
import { requireSwitch, switchyard } from '@switchyard/sdk-node/express';
import express, { type Express } from 'express';
import { live } from './live.ts';
import { crowd } from './pages/crowd.ts';
import { layout } from './pages/layout.ts';
import { storefront } from './pages/storefront.ts';
import { workshop } from './pages/workshop.ts';
import { findPerson } from './people.ts';
import { costOfRecommending } from './recommendations.ts';
import { followStanding } from './standing.ts';
import { visits } from './visit.ts';

export function createShop(flags: Client): Express {
  const standing = followStanding(flags);
  const shop = express();

  shop.use(express.static(fileURLToPath(new URL('../public', import.meta.url))));
  shop.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  shop.get('/live', live(standing));

  shop.use(visits);
  shop.use(switchyard(flags));

  shop.get('/', (req, res) => {
    if (req.flags.isActive('dark-launch')) res.set('server-timing', costOfRecommending(req.visit));
    res.send(layout(req, 'Shop', storefront(req), standing.words()));
  });
  shop.get('/crowd', (req, res) => {
    res.send(layout(req, 'Who gets it', crowd(flags), standing.words()));
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
