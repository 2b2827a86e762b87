/** What stands in the input, or is chosen in the list, that an event comes from. */
export const typedIn = (event: Event) =>
  (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
