// Proves that every rule of .dependency-cruiser.cjs can fail: breaks each one in a small tree of its own and
// expects exactly that to be reported, and nothing for a tree that keeps them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { Failure, main } from './steps/say.mjs';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** Rule, file that breaks it, what that file imports. */
const broken = [
  ['core-stands-alone', 'core/src/a.ts', 'node:fs'],
  ['core-stands-alone', 'core/src/b.ts', 'hono'],
  ['core-stands-alone', 'core/src/c.ts', '../../sdk-node/src/index.ts'],
  ['sdks-see-only-core', 'sdk-node/src/a.ts', '../../server/src/app.ts'],
  ['sdks-see-only-core', 'sdk-browser/src/a.ts', '../../sdk-node/src/index.ts'],
  ['sdks-install-nothing', 'sdk-node/src/b.ts', 'hono'],
  ['the-browser-is-not-node', 'sdk-browser/src/b.ts', 'node:crypto'],
  ['the-browser-is-not-node', 'admin-ui/src/a.ts', 'node:path'],
  ['admin-ui-sees-only-server-types', 'admin-ui/src/b.ts', '../../server/src/app.ts'],
  ['admin-ui-sees-only-core-and-server', 'admin-ui/src/c.ts', '../../sdk-node/src/index.ts'],
  ['components-know-no-api', 'admin-ui/src/components/a.ts', '../api.ts'],
  ['server-sees-only-core', 'server/src/a.ts', '../../sdk-node/src/index.ts'],
  ['examples-see-only-the-public-sdk', 'examples/shop/src/a.ts', '../../../core/src/index.ts'],
  ['examples-import-sdks-by-name', 'examples/shop/src/b.ts', '../../../sdk-node/src/index.ts'],
  ['nothing-needs-examples', 'scripts/a.ts', '../examples/shop/src/index.ts'],
  ['platform-knows-no-module', 'server/src/platform/a.ts', '../switches/service.ts'],
  ['every-module-is-in-the-table', 'server/src/switches/a.ts', '../unheard-of/service.ts'],
  ['modules-meet-at-the-service', 'server/src/releases/a.ts', '../switches/store.ts'],
  ['routes-do-not-query', 'server/src/switches/routes.ts', './store.ts'],
  ['routes-do-not-query', 'server/src/releases/routes.ts', 'drizzle-orm'],
  ['services-do-not-know-http', 'server/src/cohorts/service.ts', 'hono'],
  ['services-do-not-know-http', 'server/src/trains/service.ts', '../platform/http.ts'],
  ['stores-only-query', 'server/src/guards/store.ts', './service.ts'],
  ['no-cycles', 'core/src/d.ts', './e.ts'],
  ['what-is-imported-exists', 'core/src/f.ts', './nowhere.ts'],
  ...forbidden
    .filter(({ name }) => / uses only /.test(name))
    .map(({ name }) => [name, `server/src/${name.split(' ')[0]}/b.ts`, '../app.ts']),
];

/** What the rules must leave alone. */
const kept = [
  ['core/src/index.ts', './ruleset.ts'],
  ['core/src/murmur3.test.ts', 'node:fs'],
  ['core/src/e.ts', './d.ts'],
  ['sdk-node/src/index.ts', '../../core/src/index.ts'],
  ['sdk-node/src/express.ts', { type: 'hono' }],
  ['sdk-node/src/disk.ts', 'node:fs'],
  ['admin-ui/src/api.ts', { type: '../../server/src/app.ts' }],
  ['admin-ui/src/pages/one.ts', '../api.ts'],
  ['server/src/app.ts', './releases/routes.ts'],
  ['server/src/releases/service.ts', '../switches/service.ts'],
  ['server/src/switches/service.ts', './store.ts'],
  ['server/src/switches/store.ts', 'drizzle-orm'],
  ['server/src/unheard-of/service.ts', '../platform/work.ts'],
  ['server/src/guards/service.ts', '../platform/work.ts'],
  ['examples/shop/src/index.ts', '@switchyard/sdk-node'],
];

const plain = ['core/src/ruleset.ts', 'server/src/platform/http.ts', 'server/src/platform/work.ts'];
const installed = ['hono', 'drizzle-orm', '@switchyard/sdk-node'];

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-layers-'));
  try {
    plant(folder);
    compare(await violations(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${forbidden.length} layer rules, each seen to fail`);
});

function plant(folder) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of plain) write(path, 'export {};\n');
  for (const name of installed) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path, what] of [...broken.map(([, ...rest]) => rest), ...kept]) {
    write(path, what.type ? `import type * as x from '${what.type}';\n` : `import '${what}';\n`);
  }
}

async function violations(folder) {
  const { tsConfig, ...others } = options;
  const { output } = await cruise(['.'], {
    ...others,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  return output.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

function compare(found) {
  const expected = broken.map(([name, file]) => `${name}: ${file}`);
  const unproven = forbidden.filter(({ name }) => !broken.some(([rule]) => rule === name));
  const missed = expected.filter((each) => !found.includes(each));
  const keptFiles = new Set(kept.map(([file]) => file));
  const wronged = found.filter((each) => keptFiles.has(each.split(': ')[1]));
  const lines = [
    ...unproven.map(({ name }) => `No proof that ${name} can fail: add one to scripts/layers.mjs.`),
    ...missed.map((each) => `Broken, but not reported: ${each}`),
    ...wronged.map((each) => `Kept, but reported: ${each}`),
  ];
  if (lines.length > 0) throw new Failure(lines.join('\n'));
}
