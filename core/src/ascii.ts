/** Lower case for the letters A to Z only, so that it is the same in every language and locale. */
export const lowerAscii = (text: string): string =>
  text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
