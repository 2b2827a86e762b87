import { request } from 'node:http';
import { onTestFinished } from 'vitest';

export interface ServerSentEvent {
  readonly event: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly data: any;
}

/** Follows a stream as an SDK does, until the test is over. */
export async function follow(url: string, headers: Record<string, string> = {}) {
  const events: ServerSentEvent[] = [];
  let look = () => {};
  let status = 0;
  let isClosed = false;
  const outgoing = request(url, { headers, agent: false });
  outgoing.on('error', () => {
    isClosed = true;
    look();
  });
  outgoing.on('response', (response) => {
    status = response.statusCode ?? 0;
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop() as string;
      events.push(...parts.map(parse));
      look();
    });
    response.on('close', () => {
      isClosed = true;
      look();
    });
    response.on('error', () => {});
    look();
  });
  outgoing.end();
  onTestFinished(() => void outgoing.destroy());

  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (isSo()) resolve();
      };
      look();
    });

  return {
    events,
    /** Resolves with the answer's status. */
    async opened(): Promise<number> {
      await until(() => status > 0);
      return status;
    },
    /** Resolves when that many events of the name have come, with the last of them. */
    async nth(event: string, count = 1): Promise<ServerSentEvent> {
      const some = () => events.filter((each) => each.event === event);
      await until(() => some().length >= count);
      return some()[count - 1] as ServerSentEvent;
    },
    until,
    closed: () => until(() => isClosed),
    close: () => void outgoing.destroy(),
  };
}

function parse(text: string): ServerSentEvent {
  const fields = Object.fromEntries(
    text.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
  return { ...fields, event: fields.event ?? 'message', data: JSON.parse(fields.data ?? 'null') };
}
