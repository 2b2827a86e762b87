import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A Graphite that takes lines by TCP. What is no line of its protocol fails the test. */
export async function graphite(at = 0) {
  const lines: { path: string; value: number; seconds: number }[] = [];
  const wrong: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let rest = '';
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.setEncoding('utf8').on('data', (text) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        const [, path, value, seconds] = LINE.exec(line) ?? [];
        if (path === undefined) wrong.push(line);
        else lines.push({ path, value: Number(value), seconds: Number(seconds) });
      }
    });
    socket.on('end', () => {
      if (rest !== '') wrong.push(rest);
    });
  });
  server.listen(at, '127.0.0.1');
  await once(server, 'listening');
  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
  onTestFinished(async () => {
    await close();
    if (wrong.length > 0) throw new Error(`Malformed: ${JSON.stringify(wrong)}`);
  });
  const { port } = server.address() as { port: number };
  return { place: { host: '127.0.0.1', port }, lines, close };
}

const NAME = '[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*';
const LINE = new RegExp(`^(${NAME}) (-?\\d+(?:\\.\\d+)?) (\\d{9,10})$`);

interface Stat {
  readonly name: string;
  readonly value: number;
  readonly type: string;
}

/** A StatsD that takes packets by UDP. What is no metric of its protocol fails the test. */
export async function statsd() {
  const stats: Stat[] = [];
  const wrong: string[] = [];
  const socket = createSocket('udp4', (packet) => {
    for (const line of packet.toString('utf8').replace(/\n$/, '').split('\n')) {
      const [, name, value, type] = STAT.exec(line) ?? [];
      if (name === undefined || type === undefined) wrong.push(line);
      else stats.push({ name, value: Number(value), type });
    }
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(async () => {
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    if (wrong.length > 0) throw new Error(`Malformed: ${JSON.stringify(wrong)}`);
  });
  return {
    place: { host: '127.0.0.1', port: socket.address().port },
    stats,
    named: (name: string) => stats.filter((stat) => stat.name === name),
  };
}

const STAT = new RegExp(`^(${NAME}):(-?\\d+(?:\\.\\d+)?)\\|(c|ms|g)$`);
