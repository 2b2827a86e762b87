/** Numbers from 0 to 1 that look random and are the same every time. */
export function seeded(state: number): () => number {
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Bytes that look random and are the same every time. */
export function seededBytes(state: number): (bytes: number) => Buffer {
  const next = seeded(state);
  return (bytes) => Buffer.from(Array.from({ length: bytes }, () => Math.floor(next() * 256)));
}
