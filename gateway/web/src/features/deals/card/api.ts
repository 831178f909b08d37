/** Calls that only the card of a deal makes. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import { checkMove, type Deal, refreshDeals } from '../api';

export type Fact = Schemas['Fact'];

const at = (name: string) => ({ path: { deal: idOf(name) } });

/** What is known of it: works, documents and payments, as other services state them. */
export const factsQuery = (name: string) =>
  queryOptions({
    queryKey: ['deals', 'of', name, 'facts'],
    queryFn: async ({ signal }) => {
      const query = { page_size: 100 };
      return (await unwrap(http.GET('/v1/deals/{deal}/facts', { params: { ...at(name), query }, signal })))
        .facts;
    },
  });

/** What it lacks for a stage ("" is to be won) as it stands: another version may lack something else. */
export const missingQuery = (deal: Deal, stage: string) =>
  queryOptions({
    queryKey: ['deals', 'of', deal.name, 'missing', stage, deal.etag],
    queryFn: async () => (await checkMove(deal.name, stage)).missing,
  });

const deleteDeal = (name: string): Promise<Deal> =>
  unwrap(http.DELETE('/v1/deals/{deal}', { params: at(name) }));

const undeleteDeal = (name: string): Promise<Deal> =>
  unwrap(http.POST('/v1/deals/{deal}:undelete', { params: at(name), body: {} }));

/** To the recycle bin and back. */
export function useBin(name: string) {
  const client = useQueryClient();
  const onSuccess = (deal: Deal) => refreshDeals(client, deal);
  return {
    remove: useMutation({ mutationFn: () => deleteDeal(name), onSuccess }),
    restore: useMutation({ mutationFn: () => undeleteDeal(name), onSuccess }),
  };
}
