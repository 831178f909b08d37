/** Which fields a merge asks about, and whose value each one takes unless somebody chooses. */

import { FIELDS, type FieldId } from '@/features/counterparties/fields/fields';
import type { Counterparty } from '@/shared/api/types';

/** A field of the card, or one that the tenant defined. */
export type Path = FieldId | `custom_fields.${string}`;
export type Choices = Record<string, string>;

const CUSTOM = 'custom_fields';
export const customKey = (path: Path) =>
  path.startsWith(`${CUSTOM}.`) ? path.slice(CUSTOM.length + 1) : undefined;

export function valueAt(row: Counterparty, path: Path): unknown {
  const key = customKey(path);
  return key === undefined ? row[path as FieldId] : row.custom_fields?.[key];
}

export const isHidden = (row: Counterparty, path: Path) =>
  row.hidden_fields.includes(customKey(path) === undefined ? path : CUSTOM) ||
  row.hidden_fields.includes(path);

export const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

/** Fields that anybody has, in the order of the card; then the tenant's own. */
export function filledFields(rows: readonly Counterparty[], custom: Iterable<string> = []): Path[] {
  const own = [...custom].map((key) => `${CUSTOM}.${key}` as const);
  const paths: Path[] = [...(Object.keys(FIELDS) as FieldId[]), ...own];
  return paths.filter((path) =>
    rows.some((row) => !isEmpty(valueAt(row, path)) || row.hidden_fields.includes(path)),
  );
}

export function differs(path: Path, rows: readonly Counterparty[]): boolean {
  const [first, ...others] = rows.map((row) => JSON.stringify(valueAt(row, path) ?? null));
  return others.some((value) => value !== first);
}

/** Lists grow together: nobody's value is left out unless one is chosen alone. */
export const isUnited = (path: Path, rows: readonly Counterparty[]) =>
  customKey(path) === undefined && rows.some((row) => Array.isArray(valueAt(row, path)));

/** The stricter consent counts, so there is nothing to choose. */
export const isFixed = (path: Path) => path === 'marketing_consent';

/** Whose value it is by itself: the survivor's, or the first there is. */
export function usualSource(path: Path, rows: readonly Counterparty[], survivor: string): string {
  const inOrder = [...rows].sort((a, b) => Number(b.name === survivor) - Number(a.name === survivor));
  if (path === 'market_state') {
    return (inOrder.find((row) => row.market_state === 'EXISTING') ?? inOrder[0])?.name ?? '';
  }
  return (inOrder.find((row) => !isEmpty(valueAt(row, path))) ?? inOrder[0])?.name ?? '';
}

/** An existing client, else who has been there longest. */
export function firstSurvivor(rows: readonly Counterparty[]): string {
  const rank = (row: Counterparty) => (row.market_state === 'EXISTING' ? '0' : '1') + (row.create_time ?? '');
  return [...rows].sort((a, b) => rank(a).localeCompare(rank(b)))[0]?.name ?? '';
}
