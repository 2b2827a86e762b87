/** What this browser remembers between visits; nothing where storage is forbidden. */
export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(`switchyard.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`switchyard.${name}`, value);
  } catch {
    // Storage may be forbidden or full: then it is not remembered.
  }
}
