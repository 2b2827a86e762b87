import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Writes the migration that brings databases from the last one to the tables as they are declared now.
const [name] = process.argv.slice(2);
if (!/^[a-z0-9-]+$/.test(name ?? '')) {
  console.error('Usage: npm run migration -- <name-of-the-change>');
  process.exit(2);
}

const server = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'server');
const { DATABASE_URL: _, ...environment } = process.env;
const options =
  `${environment.NODE_OPTIONS ?? ''} --conditions=switchyard:source --import=tsx`.trim();

for (const url of [undefined, 'postgres://declared/tables']) {
  const { status } = spawnSync(
    path.join(server, '../node_modules/.bin/drizzle-kit'),
    ['generate', `--name=${name.replaceAll('-', '_')}`],
    {
      cwd: server,
      stdio: 'inherit',
      env: { ...environment, NODE_OPTIONS: options, ...(url && { DATABASE_URL: url }) },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}
