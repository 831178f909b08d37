import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '@/shared/api/client';
import type { CounterpartyPatch } from '@/shared/api/types';
import { fetchItem, patch, patchLists } from '../api';
import type { Save } from '../card/useCardSave';
import { conflicts } from '../fields/merge';

/**
 * Saves fields of a row where it stands: the row stays in its place, though it may belong elsewhere
 * now. What a colleague changed meanwhile is shown and not overwritten.
 */
export function useRowSave(): Save {
  const client = useQueryClient();
  return async (changes, base) => {
    const body = changes as CounterpartyPatch;
    try {
      patchLists(client, await patch(base.name, { ...body, etag: base.etag }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'STALE_ETAG') throw error;
      const theirs = await fetchItem(base.name);
      patchLists(client, theirs);
      if (conflicts(base, theirs, changes).length) throw error;
      patchLists(client, await patch(base.name, { ...body, etag: theirs.etag }));
    }
  };
}
