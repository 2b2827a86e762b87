/** A text with `{names}` filled in. What is not given stays, for whoever translates to see. */
export const fill = (text: string, given: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (all, name: string) => given[name] ?? all);
