/** MurmurHash3 (x86, 32 bits) of a text as UTF-8: an unsigned number. A lone surrogate counts as U+FFFD. */
export const murmur3 = (text: string, seed: number): number => hash(text, seed) >>> 0;

/**
 * The same as a signed number, which engines pass around without allocating.
 * ASCII is read four characters at a time; from the first other character on, byte by byte.
 */
export function hash(text: string, seed: number): number {
  const { length } = text;
  let h = seed | 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const a = text.charCodeAt(at);
    const b = text.charCodeAt(at + 1);
    const c = text.charCodeAt(at + 2);
    const d = text.charCodeAt(at + 3);
    if ((a | b | c | d) > 0x7f) return hashBytes(text, at, h);
    h = mix(h, a | (b << 8) | (c << 16) | (d << 24));
  }

  let rest = 0;
  for (let shift = 0; at + (shift >> 3) < length; shift += 8) {
    const unit = text.charCodeAt(at + (shift >> 3));
    if (unit > 0x7f) return hashBytes(text, at, h);
    rest |= unit << shift;
  }
  return finish(h ^ scramble(rest), length);
}

/** Goes on from unit `start`, before which there were only ASCII characters, in whole blocks. */
function hashBytes(text: string, start: number, state: number): number {
  let h = state;
  let block = 0;
  let bytes = start;
  for (let at = start; at < text.length; at++) {
    const point = codePoint(text, at);
    if (point > 0xffff) at++;
    const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    for (let left = more; left >= 0; left--) {
      const bits = point >> (6 * left);
      const byte = more === 0 ? bits : left === more ? lead(more) | bits : 0x80 | (bits & 0x3f);
      block |= byte << (8 * (bytes & 3));
      if ((++bytes & 3) === 0) {
        h = mix(h, block);
        block = 0;
      }
    }
  }
  return finish(h ^ scramble(block), bytes);
}

/** The marker of the first of `more + 1` bytes: 110, 1110 or 11110 in front. */
const lead = (more: number) => (0xff00 >> (more + 1)) & 0xff;

function codePoint(text: string, at: number): number {
  const point = text.codePointAt(at) as number;
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

function mix(state: number, block: number): number {
  const h = state ^ scramble(block);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number, bytes: number): number {
  let h = state ^ bytes;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
