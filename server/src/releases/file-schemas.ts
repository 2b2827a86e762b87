import { z } from '@hono/zod-openapi';
import { instant } from '../platform/instant.ts';
import { description } from '../switches/schemas.ts';
import { FORMAT } from './export-file.ts';

const thing = z.record(z.string(), z.unknown());
const things = z.record(z.string(), thing);

const file = {
  format: z.literal(FORMAT, `This is no export of an environment: its format is not "${FORMAT}"`),
  version: z.number().int().min(1),
  environment: z.string(),
  release: z.number().int(),
  exportedAt: z.iso.datetime(),
  descriptions: z
    .record(z.string(), z.object({ ...description, expiresAt: instant }).partial())
    .describe('What is said about the switches: taken over for those that are new'),
  switches: things,
  segments: things,
  cohorts: things,
};

export const ExportFile = z
  .object({ ...file, internalUsers: thing.optional() })
  .openapi('ExportFile');
export const ImportFile = z
  .strictObject({ ...file, internalUsers: thing })
  .partial()
  .required({ format: true, version: true })
  .openapi('ImportFile');
