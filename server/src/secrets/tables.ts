import { index, instant, table, text } from '../platform/database/dialect.ts';

export const signingSecrets = table(
  'signing_secrets',
  {
    id: text('id').primaryKey(),
    environment: text('environment').notNull(),
    /** Encrypted under the server's master key. */
    sealed: text('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (columns) => [index('signing_secrets_environment').on(columns.environment)],
);
