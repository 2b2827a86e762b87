const encoder = new TextEncoder();

/** Where a unit stands under a salt, from 0 to 2³²−1: what core's `position` gives, in less code. */
export const position = (salt: string, unit: string): number => murmur3(unit, murmur3(salt, 0));

/** MurmurHash3 (x86, 32 bits) of a text as UTF-8. An encoder takes a lone surrogate for U+FFFD, as it must be. */
export function murmur3(text: string, seed: number): number {
  const bytes = encoder.encode(text);
  let h = seed;
  let block = 0;
  bytes.forEach((byte, at) => {
    block |= byte << (8 * (at & 3));
    if ((at & 3) < 3) return;
    h ^= scramble(block);
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
    block = 0;
  });
  h ^= scramble(block) ^ bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
