import { useCallback, useMemo } from 'react';
import type { Counterparty } from '@/shared/api/types';
import { type Access, fieldAccess, useCan, useProfile } from '@/shared/session/session';
import { type FieldId, mayChangeMarket } from '../fields/fields';

export interface CardAccess {
  update: boolean;
  delete: boolean;
  /** Whether he may make a potential client an existing one, or back: it takes both rights. */
  market: boolean;
  field: (id: FieldId) => Access;
}

/** What the caller may do with this client, as far as it is known here. */
export function useAccess(row: Counterparty | undefined): CardAccess {
  const can = useCan();
  const { field_rights } = useProfile();
  const active = row?.state === 'ACTIVE';
  const update = can('counterparties.update') && active;
  const market = row?.market_state ?? '';
  const field = useCallback(
    (id: FieldId): Access => {
      const access = fieldAccess(field_rights, 'counterparties', id, market);
      return access === 'WRITE' && !update ? 'READ' : access;
    },
    [field_rights, market, update],
  );
  const moves = update && mayChangeMarket(field_rights);
  return useMemo(
    () => ({ update, delete: can('counterparties.delete'), market: moves, field }),
    [update, can, moves, field],
  );
}
