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
  const { custom_fields: values, ...fields } = mine;
  const found = Object.entries(fields)
    .filter(([field]) => !same(original[field], theirs[field]))
    .filter(([field, value]) => !same(theirs[field], value))
    .map(([field, value]) => ({ field, original: original[field], theirs: theirs[field], mine: value }));
  return values ? [...found, ...customConflicts(original, theirs, values as Values)] : found;
}

type Values = Record<string, unknown>;

/** Custom fields are changed key by key, and so do they clash. */
function customConflicts(original: Values, theirs: Values, mine: Values): Conflict[] {
  const before = (original.custom_fields ?? {}) as Values;
  const now = (theirs.custom_fields ?? {}) as Values;
  const clashing = Object.keys(mine).filter(
    (key) => !same(before[key], now[key]) && !same(now[key], mine[key]),
  );
  if (clashing.length === 0) return [];
  const only = (all: Values) => Object.fromEntries(clashing.map((key) => [key, all[key] ?? null]));
  return [{ field: 'custom_fields', original: only(before), theirs: only(now), mine: only(mine) }];
}
