import { defineConfig } from 'drizzle-kit';

const isPostgres = process.env.DATABASE_URL?.startsWith('postgres') ?? false;

export default defineConfig({
  dialect: isPostgres ? 'postgresql' : 'sqlite',
  schema: './src/*/tables.ts',
  out: isPostgres ? './migrations/postgres' : './migrations/sqlite',
});
