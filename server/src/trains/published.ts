import { z } from '@hono/zod-openapi';
import { answer } from '../platform/http.ts';
import { Preview, Release } from '../releases/schemas.ts';
import type { Published } from '../releases/service.ts';
import { Waiting } from './schemas.ts';

/** What publishing answers, in the document and in fact. */
export const published = {
  200: answer(Release, 'Nothing had to change: the latest release'),
  201: answer(Release, 'The new release; or the one that was rolling out, taken back'),
};

const waits = {
  202: answer(
    Waiting,
    'Something is in the way: it waits as a change of its own, and leaves as soon as it can',
  ),
};

export const publishedOrPreviewed = {
  200: answer(
    z.union([Preview, Release]),
    'The preview; or, where nothing had to change, the latest release',
  ),
  201: published[201],
};

export const publishedOrWaiting = { ...publishedOrPreviewed, ...waits };

export const shown = ({ release, warnings }: Published) => ({
  ...release,
  ...(warnings.length > 0 && { warnings }),
});

export const statusOf = ({ isNew }: Published) => (isNew ? 201 : 200);
