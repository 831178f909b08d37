import { useCallback, useMemo } from 'react';
import type { Counterparty } from '@/shared/api/types';
import { type Access, fieldAccess, useCan, useProfile } from '@/shared/session/session';
import { type FieldId, mayChangeMarket } from '../fields/fields';

/** What is no field of the card's groups, but has rights of its own. */
type Apart = 'custom_fields' | 'satisfaction';

export interface CardAccess {
  update: boolean;
  delete: boolean;
  merge: boolean;
  /** Whether he may make a potential client an existing one, or back: it takes both rights. */
  market: boolean;
  field: (id: FieldId | Apart) => Access;
}

/** Whether a field may be edited at once, in a list too; which rows of all he may change, the server says. */
export function useMayEdit() {
  const can = useCan();
  const { field_rights } = useProfile();
  return useCallback(
    (row: Counterparty, field: FieldId) =>
      row.state === 'ACTIVE' &&
      can('counterparties.update') &&
      !row.hidden_fields.includes(field) &&
      fieldAccess(field_rights, 'counterparties', field, row.market_state) === 'WRITE',
    [can, field_rights],
  );
}

/** What the caller may do with this client, as far as it is known here. */
export function useAccess(row: Counterparty | undefined): CardAccess {
  const can = useCan();
  const { field_rights } = useProfile();
  const active = row?.state === 'ACTIVE';
  const update = can('counterparties.update') && active;
  const market = row?.market_state ?? '';
  const field = useCallback(
    (id: FieldId | Apart): Access => {
      const access = fieldAccess(field_rights, 'counterparties', id, market);
      return access === 'WRITE' && !update ? 'READ' : access;
    },
    [field_rights, market, update],
  );
  const moves = update && mayChangeMarket(field_rights);
  return useMemo(
    () => ({
      update,
      delete: can('counterparties.delete'),
      merge: active && can('counterparties.merge'),
      market: moves,
      field,
    }),
    [update, can, active, moves, field],
  );
}
