import { SwitchyardError } from '../problem.ts';

export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

/**
 * Reads server-sent events from bytes, however they are cut. Looks at each character once, so that
 * a line that arrives in a thousand pieces costs no more than one that arrives whole.
 */
export async function* streamEvents(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxLength: number,
): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let line: string[] = [];
  let type = '';
  let data: string[] = [];
  let length = 0;
  let afterReturn = false;

  for await (const bytes of body) {
    let text = decoder.decode(bytes, { stream: true });
    if (text === '') continue;
    if (afterReturn && text.startsWith('\n')) text = text.slice(1);
    afterReturn = text.endsWith('\r');

    length += text.length;
    if (length > maxLength) {
      throw new SwitchyardError('bad-data', `An event is longer than ${maxLength} characters`);
    }

    const pieces = text.split(/\r\n|\r|\n/);
    const rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      line.push(piece);
      const whole = line.join('');
      line = [];
      if (whole !== '') {
        readField(whole);
        continue;
      }
      if (data.length > 0) yield { type: type || 'message', data: data.join('\n') };
      type = '';
      data = [];
      length = rest.length;
    }
    if (rest !== '') line.push(rest);
  }

  function readField(whole: string) {
    const colon = whole.indexOf(':');
    const name = colon < 0 ? whole : whole.slice(0, colon);
    const value = colon < 0 ? '' : whole.slice(whole[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'event') type = value;
    else if (name === 'data') data.push(value);
  }
}
