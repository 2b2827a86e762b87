/** What a server has to say, to servers or to browsers, without a server. */
export interface Said {
  readonly message: object;
  /** Memberships: for servers. */
  readonly changes?: readonly (readonly [cohort: string, user: string, isMember: true])[];
}

/** A `fetch` that answers as a server with one ruleset; it runs in pages too, and knows nothing from outside. */
export function answering({ message, changes = [] }: Said) {
  const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  const said = { you: {} as object };
  const members = { from: 'm:0', to: 'm:1', more: false, reset: true, changes };
  const answer = async (url: unknown, { signal }: RequestInit): Promise<Response> => {
    const { pathname } = new URL(String(url));
    if (pathname.endsWith('/you')) return Response.json(said.you);
    if (pathname.endsWith('/members')) return Response.json(members);
    if (!pathname.endsWith('/stream')) return Response.json({});
    const text = event('ruleset', message) + event('members', { to: members.to });
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(new TextEncoder().encode(text));
        signal?.addEventListener('abort', () => stream.error(signal.reason));
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
  return { answer, said };
}
