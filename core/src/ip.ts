/** Eight groups of 16 bits. An IPv4 address is the IPv6 address it is mapped to: `::ffff:a.b.c.d`. */
type Groups = Uint16Array;

export interface Range {
  readonly groups: Groups;
  readonly masks: Groups;
}

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a single address. Bits beyond the prefix may be set. */
export function parseRange(text: string): Range | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const groups = new Uint16Array(8);
  if (!readAddress(address, groups)) return undefined;

  const bits = address.includes(':') ? 128 : 32;
  const prefix = slash < 0 ? bits : decimal(text, slash + 1, text.length, bits);
  if (prefix < 0) return undefined;

  const masks = groups.map((_, at) => {
    const free = 16 * (at + 1) - (prefix + 128 - bits);
    return free >= 16 ? 0 : 0xffff << Math.max(0, free);
  });
  return { groups: groups.map((group, at) => group & (masks[at] as number)), masks };
}

const asked = new Uint16Array(8);

/** Whether an address is in one of the ranges; undefined if it is no address. */
export const isInRanges = (ranges: readonly Range[], address: string): boolean | undefined =>
  readAddress(address, asked) ? ranges.some(holdsAsked) : undefined;

function holdsAsked({ groups, masks }: Range): boolean {
  for (let at = 7; at >= 0; at--) {
    if (((asked[at] as number) & (masks[at] as number)) !== groups[at]) return false;
  }
  return true;
}

/** Writes an address into `groups`; false if it is none. Zones and ports are not understood. */
function readAddress(text: string, groups: Groups): boolean {
  groups.fill(0);
  if (text.includes(':')) return readIpv6(text, groups);
  groups[5] = 0xffff;
  return readIpv4(text, 0, groups, 6);
}

function readIpv4(text: string, start: number, groups: Groups, group: number): boolean {
  let at = start;
  for (let part = 0; part < 4; part++) {
    const end = part < 3 ? text.indexOf('.', at) : text.length;
    const value = decimal(text, at, end, 255);
    if (value < 0) return false;
    const index = group + (part >> 1);
    groups[index] = ((groups[index] as number) << 8) | value;
    at = end + 1;
  }
  return true;
}

function readIpv6(text: string, groups: Groups): boolean {
  let at = text.startsWith('::') ? 2 : 0;
  let gap = at === 0 ? -1 : 0;
  let count = 0;
  while (at < text.length) {
    if (count === 8) return false;
    const colon = text.indexOf(':', at);
    if (colon < 0 && text.includes('.', at)) {
      if (count > 6 || !readIpv4(text, at, groups, count)) return false;
      count += 2;
      break;
    }
    const end = colon < 0 ? text.length : colon;
    const value = hexadecimal(text, at, end);
    if (value < 0 || end === text.length - 1) return false;
    groups[count++] = value;
    at = end + 1;
    if (text.charCodeAt(at) === 58) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
  }
  if (gap < 0) return count === 8;
  groups.copyWithin(8 - count + gap, gap, count).fill(0, gap, 8 - count + gap);
  return count < 8;
}

/** A number without leading zeros up to `most`; -1 if there is none. */
function decimal(text: string, start: number, end: number, most: number): number {
  const length = end - start;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(start) === 48)) return -1;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number <= most ? number : -1;
}

function hexadecimal(text: string, start: number, end: number): number {
  if (end === start || end - start > 4) return -1;
  let number = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    const letter = (unit | 32) - 97;
    const digit =
      unit >= 48 && unit <= 57 ? unit - 48 : letter >= 0 && letter < 6 ? letter + 10 : -1;
    if (digit < 0) return -1;
    number = (number << 4) | digit;
  }
  return number;
}
