/** All calls about campaigns. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Campaign = Schemas['Campaign'];
export type CampaignStep = Schemas['CampaignStep'];
export type CampaignState = 'OPEN' | 'ENDED';
const SHOWN = 50;

export const campaignsQuery = (state: CampaignState) =>
  infiniteQueryOptions({
    queryKey: ['campaigns', 'list', state],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { state: [state], page_size: SHOWN, page_token: pageParam || undefined };
      return unwrap(http.GET('/v1/campaigns', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

const at = (name: string) => ({ path: { campaign: idOf(name) } });

export const campaignQuery = (name: string) =>
  queryOptions({
    queryKey: ['campaigns', 'item', name],
    queryFn: ({ signal }): Promise<Campaign> =>
      unwrap(http.GET('/v1/campaigns/{campaign}', { params: at(name), signal })),
  });

export function useEndCampaign() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, etag, cancel_works }: Pick<Campaign, 'name' | 'etag'> & { cancel_works: boolean }) =>
      unwrap(http.POST('/v1/campaigns/{campaign}:end', { params: at(name), body: { etag, cancel_works } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['campaigns'] });
      void client.invalidateQueries({ queryKey: ['works'] });
    },
  });
}
