/** Whether one of the entity tags in an If-None-Match header names this position. */
export const names = (header: string | undefined, position: string): boolean =>
  header?.split(',').some((each) => {
    const tag = each.trim();
    return tag === '*' || tag.replace(/^W\//, '') === `"${position}"`;
  }) ?? false;
