import { z } from '@hono/zod-openapi';
import { instant } from '../platform/instant.ts';
import { type Grants, isAtLeast } from '../platform/roles.ts';
import { entryKinds } from './entry.ts';
import type { Filter } from './service.ts';

/** What the log may be narrowed to, in the address of a request. */
export const LogQuery = z.object({
  environment: z.string().optional(),
  app: z.string().optional(),
  kind: z.enum([...entryKinds, 'all']).optional(),
  actor: z.string().optional().describe('The id of who did it, or ended it'),
  search: z.string().max(200).optional().describe('Stands in the title, reason, name or a key'),
  text: z.string().max(200).optional().describe('The same as `search`'),
  switch: z.string().max(300).optional().describe('Only releases that changed this switch'),
  from: instant.optional(),
  to: instant.optional(),
  fold: z
    .enum(['true', 'false'])
    .default('true')
    .describe('Whether outcomes are shown with what they settle, not as entries of their own'),
});

export function filterOf(query: z.infer<typeof LogQuery>, grants: Grants): Filter {
  const { environment, app, kind, actor, from, to } = query;
  return {
    app,
    actor,
    text: query.search ?? query.text,
    switchKey: query.switch,
    environments: within(grants, environment),
    kinds: kind === 'all' ? undefined : kind ? [kind] : ['config', 'code', 'note'],
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    isUnfolded: query.fold === 'false',
  };
}

/** The environments whose entries are asked for and may be seen; undefined for all, and for what belongs to none. */
export function within(grants: Grants, environment: string | undefined): string[] | undefined {
  const visible = visibleTo(grants);
  return environment === undefined
    ? visible
    : [environment].filter((each) => visible?.includes(each) ?? true);
}

export const visibleTo = (grants: Grants): string[] | undefined =>
  isAtLeast(grants['*'], 'viewer') ? undefined : Object.keys(grants);
