/** Somebody is waiting: the process must not end meanwhile. */
export async function keepingAlive<T>(promise: Promise<T>): Promise<T> {
  const alive = setInterval(() => undefined, 1_000_000);
  try {
    return await promise;
  } finally {
    clearInterval(alive);
  }
}
