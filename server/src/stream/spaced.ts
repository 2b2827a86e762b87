/** Does something for a key at once when asked, and then not again for a while: what is asked meanwhile is done once, after it. */
export function spaced(milliseconds: number, act: (key: string) => void) {
  const resting = new Map<string, NodeJS.Timeout>();
  const wanted = new Set<string>();

  function ask(key: string): void {
    if (resting.has(key)) {
      wanted.add(key);
      return;
    }
    const wake = () => {
      resting.delete(key);
      if (wanted.delete(key)) ask(key);
    };
    resting.set(key, setTimeout(wake, milliseconds).unref());
    act(key);
  }

  return {
    ask,
    close(): void {
      for (const timer of resting.values()) clearTimeout(timer);
    },
  };
}
