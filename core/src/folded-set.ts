/**
 * Texts to be looked up without regard to ASCII case, from some place on in another text, without
 * making a text of that: a hash table with open addressing.
 */
export function foldedSet(texts: readonly string[]): (text: string, from: number) => boolean {
  const size = 2 ** Math.ceil(Math.log2(2 * texts.length + 1));
  const slots = new Array<string | undefined>(size).fill(undefined);

  const slotOf = (text: string, from: number): number => {
    let hash = 0;
    for (let at = from; at < text.length; at++) hash = (Math.imul(hash, 31) + folded(text, at)) | 0;
    let slot = (hash ^ (hash >>> 15)) & (size - 1);
    for (;;) {
      const there = slots[slot];
      if (there === undefined || equals(there, text, from)) return slot;
      slot = (slot + 1) & (size - 1);
    }
  };
  for (const text of texts) slots[slotOf(text, 0)] = text;
  return (text, from) => slots[slotOf(text, from)] !== undefined;
}

/** A character in lower case, if it is one of A to Z. */
function folded(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 65 && unit <= 90 ? unit | 32 : unit;
}

function equals(listed: string, text: string, from: number): boolean {
  if (listed.length !== text.length - from) return false;
  for (let at = 0; at < listed.length; at++) {
    if (folded(listed, at) !== folded(text, from + at)) return false;
  }
  return true;
}
