/** What an attribute is, as typed: JSON where it is JSON (`7`, `true`, `["a"]`), else a text. */
export function valueFrom(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}
