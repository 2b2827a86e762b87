import { z } from '@hono/zod-openapi';
import { answer } from '../platform/http.ts';
import { Preview, Release } from './schemas.ts';
import type { Published } from './service.ts';

/** What publishing answers, in the document and in fact. */
export const published = {
  200: answer(Release, 'Nothing had to change: the latest release'),
  201: answer(Release, 'The new release'),
};

export const publishedOrPreviewed = {
  200: answer(
    z.union([Preview, Release]),
    'The preview; or, where nothing had to change, the latest release',
  ),
  201: answer(Release, 'The new release'),
};

export const shown = ({ release, warnings }: Published) => ({
  ...release,
  ...(warnings.length > 0 && { warnings }),
});

export const statusOf = ({ isNew }: Published) => (isNew ? 201 : 200);
