export const switchKinds = ['release', 'experiment', 'ops', 'permission'] as const;

/** What is said about a switch, for all environments. Evaluation reads none of it. */
export interface Description {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly kind: (typeof switchKinds)[number];
  readonly expiresAt: Date | null;
}

export type DescriptionEdit = { readonly [N in keyof Description]?: Description[N] | undefined };

export const descriptionOf = (key: string, edit: DescriptionEdit): Description => ({
  name: edit.name ?? key,
  description: edit.description ?? '',
  owner: edit.owner ?? '',
  tags: edit.tags ?? [],
  kind: edit.kind ?? 'release',
  expiresAt: edit.expiresAt ?? null,
});

/** What an edit changes, in words; empty if nothing. */
export function wordsOf(before: Description, edit: DescriptionEdit): string[] {
  return Object.entries(edit).flatMap(([field, value]) => {
    const was = shown(before[field as keyof Description]);
    const is = shown(value);
    if (value === undefined || was === is) return [];
    if (field === 'description') return ['description'];
    return [`${field === 'expiresAt' ? 'expiry' : field} ${was || 'none'} → ${is || 'none'}`];
  });
}

const shown = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : Array.isArray(value)
      ? value.join(', ')
      : String(value ?? '');
