/** What stands in the input, or is chosen in the list, that an event comes from. */
export const typedIn = (event: Event) =>
  (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;

/** The number in an input, perhaps with a comma; where there is none, the input shows again what it showed before. */
export function numberTypedIn(event: Event, before: number): number | undefined {
  const text = typedIn(event).trim().replace(',', '.');
  const number = Number(text);
  if (text !== '' && Number.isFinite(number)) return number;
  (event.target as HTMLInputElement).value = String(before);
  return undefined;
}
