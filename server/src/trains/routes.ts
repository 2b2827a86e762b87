import { z } from '@hono/zod-openapi';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { Deed, Yard } from './schemas.ts';
import * as trains from './service.ts';

const tags = ['Train'];
const inEnvironment = z.object({ environment: z.string().openapi({ example: 'production' }) });

export const trainRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/train',
      summary: 'The yard: who rides, what is in the way, how the rollout goes',
      tags,
      permission: 'viewer',
      request: { params: inEnvironment },
      responses: { 200: answer(Yard, 'As it is now, for the caller') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const viewer = trains.someone(principalOf(c), environment);
      const yard = await c.var.read((reading) => trains.view(reading, environment, viewer));
      return c.json(yard, 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/train',
      summary: 'Give the train a command',
      description:
        'Board, express, leave, kick, drive, princess, mark, depart, schedule, hold, unhold, abort. What stands in the way is answered all at once, as `blockers` of the refusal.',
      tags,
      permission: 'developer',
      request: { params: inEnvironment, body: body(Deed) },
      responses: { 200: answer(Yard, 'As it is now, for the caller') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const deed = c.req.valid('json');
      const by = trains.someone(principalOf(c), environment);
      await c.var.work(
        (work) => trains.command(work, environment, by, withDates(deed)),
        deed.do === 'abort' ? 'urgent' : 'normal',
      );
      const yard = await c.var.read((reading) => trains.view(reading, environment, by));
      return c.json(yard, 200);
    },
  );

function withDates(deed: z.infer<typeof Deed>): trains.Deed {
  if (deed.do === 'board') return { ...deed, at: deed.at && dated(deed.at) };
  if (deed.do === 'schedule') {
    return { ...deed, departure: deed.departure && dated(deed.departure) };
  }
  return deed;
}

const dated = ({ at, timeZone }: { readonly at: string; readonly timeZone: string }) => ({
  at: new Date(at),
  timeZone,
});
