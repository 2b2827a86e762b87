import { expect, test } from 'vitest';
import { testApp } from './testing/test-app.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly description?: string }>>;
  readonly security: readonly unknown[];
  readonly 'x-permission': string;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

async function fetched(): Promise<Document> {
  const app = await testApp();
  const { status, headers, body } = await app.client().get('/api/openapi.json');
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  return body;
}

test('the OpenAPI document says of every call what it is for and what comes of it', async () => {
  const document = await fetched();
  expect([document.openapi, document.info.title]).toEqual(['3.1.0', 'Switchyard']);

  const wrong: string[] = [];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const complaints = complaintsAbout(path, operation);
      wrong.push(...complaints.map((each) => `${method.toUpperCase()} ${path} ${each}`));
    }
  }
  expect(wrong).toEqual([]);
  const used = Object.values(document.paths).flatMap((each) =>
    Object.values(each).flatMap(({ tags }) => tags ?? []),
  );
  expect(document.tags.map(({ name }) => name).sort()).toEqual([...new Set(used)].sort());
});

test('every reference in the OpenAPI document leads somewhere', async () => {
  const document = await fetched();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(10);
  for (const [, path = ''] of references) {
    const found = path
      .split('/')
      .reduce<unknown>((each, name) => (each as Record<string, unknown>)?.[name], document);
    expect(found, path).toBeDefined();
  }
  const schemes = Object.keys(document.components.securitySchemes ?? {});
  const asked = Object.values(document.paths).flatMap((each) =>
    Object.values(each).flatMap(({ security }) =>
      security.flatMap((one) => Object.keys(one as object)),
    ),
  );
  expect([...new Set(asked)].sort()).toEqual(schemes.sort());
});

test('the page to try the API on loads nothing from elsewhere', async () => {
  const app = await testApp();
  const page = await app.client().get('/api/docs');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const addresses = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, address]) => address,
  );

  expect(addresses).toHaveLength(4);
  for (const address of addresses.filter((each) => each !== '/favicon.svg')) {
    const { status, headers } = await app.client().get(address);
    expect([status, headers.get('x-content-type-options')], address).toEqual([200, 'nosniff']);
  }
  expect(page.body).not.toMatch(/<script>|\son\w+=/);
});

function complaintsAbout(path: string, operation: Operation): string[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const declared = (operation.parameters ?? [])
    .filter((each) => each.in === 'path')
    .map(({ name }) => name);
  const { responses } = operation;
  const isOpen = operation['x-permission'] === 'public';
  return [
    !operation.summary && 'has no summary',
    operation.tags?.length !== 1 && 'has not one tag',
    declared.sort().join() !== inPath.sort().join() && `declares the path as ${declared}`,
    !Object.keys(responses).some((status) => /^2/.test(status)) && 'has no good answer',
    responses.default === undefined && 'does not say what a refusal is',
    Object.values(responses).some(({ description }) => !description) &&
      'has an answer without words',
    (operation.security.length === 0) !== isOpen && 'has the wrong security',
  ].filter((each) => each !== false);
}
