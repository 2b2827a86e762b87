import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

interface Call {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, call: Call) => unknown;

/** A deploy tool that listens for hooks, until the test is over. It answers 204 unless told otherwise. */
export async function deployTool() {
  const calls: Call[] = [];
  let answer: Answer = (response) => response.writeHead(204).end();
  const http = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      const call = { headers: request.headers, body };
      calls.push(call);
      answer(response, call);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  const { port } = http.address() as { port: number };
  return {
    port,
    url: `http://127.0.0.1:${port}/rollback?app=web`,
    calls,
    answers: (next: Answer) => {
      answer = next;
    },
    says: (status: number, body: unknown = '') => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      answer = (response) => response.writeHead(status).end(text);
    },
  };
}
