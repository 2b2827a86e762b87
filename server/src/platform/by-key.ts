/** Sorts by key as JSON does, which databases do each in their own way. */
export const byKey = (one: { readonly key: string }, other: { readonly key: string }) =>
  one.key < other.key ? -1 : 1;
