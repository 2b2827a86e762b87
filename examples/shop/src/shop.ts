import { fileURLToPath } from 'node:url';
import type { createClient } from '@switchyard/sdk-node';
import { requireSwitch, switchyard } from '@switchyard/sdk-node/express';
import express, { type Express, type Request } from 'express';
import { live } from './live.ts';
import { crowdPage } from './pages/crowd.ts';
import { footnote } from './pages/footnote.ts';
import { layout } from './pages/layout.ts';
import { storefront } from './pages/storefront.ts';
import { workshop } from './pages/workshop.ts';
import { findPerson } from './people.ts';
import { visits } from './visit.ts';

export type Flags = ReturnType<typeof createClient>;

export function createShop(flags: Flags): Express {
  const page = (req: Request, title: string, body: ReturnType<typeof storefront>) =>
    layout(req, { title, body, foot: footnote(flags) });

  return express()
    .use(express.static(fileURLToPath(new URL('../public', import.meta.url))))
    .get('/healthz', (_req, res) => {
      res.json({ status: 'ok' });
    })
    .get('/live', live(flags))
    .use(visits, switchyard(flags))
    .get('/', (req, res) => {
      res.send(page(req, 'Shop', storefront(req)));
    })
    .get('/crowd', (req, res) => {
      res.send(page(req, 'Who gets it', crowdPage(flags)));
    })
    .get('/workshop', requireSwitch('workshop', { else: 404 }), (req, res) => {
      res.send(page(req, 'Workshop', workshop));
    })
    .post('/visit', express.urlencoded(), (req, res) => {
      const { person, to } = req.body ?? {};
      res.cookie('person', findPerson(person)?.id ?? '', { httpOnly: true, sameSite: 'lax' });
      res.redirect(303, /^\/\w*$/.test(to) ? to : '/');
    });
}
