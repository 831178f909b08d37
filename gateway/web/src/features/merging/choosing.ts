/** Which fields a merge asks about, and whose value each one takes unless somebody chooses. */

import { FIELDS, type FieldId } from '@/features/counterparties/fields/fields';
import type { Counterparty } from '@/shared/api/types';

export type Choices = Record<string, string>;

export const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0);

/** Fields that anybody has, in the order of the card. */
export function filledFields(rows: readonly Counterparty[]): FieldId[] {
  const ids = Object.keys(FIELDS) as FieldId[];
  return ids.filter((id) => rows.some((row) => !isEmpty(row[id]) || row.hidden_fields.includes(id)));
}

export function differs(id: FieldId, rows: readonly Counterparty[]): boolean {
  const [first, ...others] = rows.map((row) => JSON.stringify(row[id] ?? null));
  return others.some((value) => value !== first);
}

/** Lists grow together: nobody's value is left out unless one is chosen alone. */
export const isUnited = (id: FieldId, rows: readonly Counterparty[]) =>
  rows.some((row) => Array.isArray(row[id]));

/** The stricter consent counts, so there is nothing to choose. */
export const isFixed = (id: FieldId) => id === 'marketing_consent';

/** Whose value it is by itself: the survivor's, or the first there is. */
export function usualSource(id: FieldId, rows: readonly Counterparty[], survivor: string): string {
  const inOrder = [...rows].sort((a, b) => Number(b.name === survivor) - Number(a.name === survivor));
  if (id === 'market_state') {
    return (inOrder.find((row) => row.market_state === 'EXISTING') ?? inOrder[0])?.name ?? '';
  }
  return (inOrder.find((row) => !isEmpty(row[id])) ?? inOrder[0])?.name ?? '';
}

/** An existing client, else who has been there longest. */
export function firstSurvivor(rows: readonly Counterparty[]): string {
  const rank = (row: Counterparty) => (row.market_state === 'EXISTING' ? '0' : '1') + (row.create_time ?? '');
  return [...rows].sort((a, b) => rank(a).localeCompare(rank(b)))[0]?.name ?? '';
}
