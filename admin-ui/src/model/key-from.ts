const longest = 64;

/** A key to suggest for a name: `One-page checkout` becomes `one-page-checkout`. */
export const keyFrom = (name: string) =>
  name
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-|-$/g, '');
