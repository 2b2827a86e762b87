// The page needs no server of its own, only one for files: any will do.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const { PORT = '4246', SWITCHYARD_URL = 'http://localhost:4242', SWITCHYARD_KEY } = process.env;
const script = fileURLToPath(import.meta.resolve('@switchyard/sdk-browser/script'));
const files = {
  '/': [new URL('index.html', import.meta.url), 'text/html; charset=utf-8'],
  '/switchyard.script.js': [script, 'text/javascript; charset=utf-8'],
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const [file, type] = files[pathname] ?? [];
  if (file === undefined) return response.writeHead(404).end('Not Found');
  response.writeHead(200, { 'content-type': type }).end(await readFile(file));
});
server.listen(Number(PORT), () => {
  const query = new URLSearchParams({ url: SWITCHYARD_URL, key: SWITCHYARD_KEY ?? 'syb_…' });
  console.log(`The page is at http://localhost:${PORT}/?${query}`);
});
