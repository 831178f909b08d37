/** Two people changed one client: what can be put together, and what somebody must decide. */

export interface Conflict {
  field: string;
  original: unknown;
  theirs: unknown;
  mine: unknown;
}

export const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * A field conflicts when both sides changed it, and to different values. All others merge: a
 * change of the colleague's in another field never costs the change made here.
 */
export function conflicts(
  original: Record<string, unknown>,
  theirs: Record<string, unknown>,
  mine: Record<string, unknown>,
): Conflict[] {
  return Object.entries(mine)
    .filter(([field]) => !same(original[field], theirs[field]))
    .filter(([field, value]) => !same(theirs[field], value))
    .map(([field, value]) => ({ field, original: original[field], theirs: theirs[field], mine: value }));
}
