import { integer, primaryKey, table, text } from '../platform/database/dialect.ts';

/** Where each release stands in the deploy log, which says everything else about it. */
export const releases = table(
  'releases',
  {
    environment: text('environment').notNull(),
    number: integer('number').notNull(),
    /** The environment's `seq` from this release on. */
    seq: integer('seq').notNull(),
    entry: integer('entry').notNull(),
    checksum: text('checksum').notNull(),
  },
  (columns) => [primaryKey({ columns: [columns.environment, columns.number] })],
);
