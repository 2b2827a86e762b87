import { table, text } from './database/dialect.ts';

/** What a database knows about itself. */
export const meta = table('meta', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});
