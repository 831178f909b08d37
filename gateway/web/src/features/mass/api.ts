/** Works for many at once: what they would mean, and the job that plans them. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type MassPlan = Schemas['MassPlanInput'];
export type Preview = Schemas['PreviewMassWorksResponse'];

export const templatesQuery = queryOptions({
  queryKey: ['campaignTemplates', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    const answer = await unwrap(http.GET('/v1/campaignTemplates', { params: { query }, signal }));
    return answer.campaign_templates;
  },
});

export const previewQuery = (plan: MassPlan | undefined) =>
  queryOptions({
    queryKey: ['works', 'massPreview', plan],
    enabled: plan !== undefined,
    retry: false,
    queryFn: ({ signal }) =>
      unwrap(http.POST('/v1/works:previewMass', { body: { plan: plan as MassPlan }, signal })),
  });

export const createMass = (plan: MassPlan) =>
  unwrap(http.POST('/v1/works:createMass', { body: { plan, request_id: requestId(plan) } }));

export interface Starting {
  plan: MassPlan;
  campaign: { display_name: string; template: string };
}

export const startCampaign = ({ plan, campaign }: Starting) =>
  unwrap(http.POST('/v1/campaigns', { body: { plan, campaign, request_id: requestId([plan, campaign]) } }));

/** Works by their names, or those of a filter but for some. */
export type ChosenWorks = Pick<Schemas['ReassignWorksRequest'], 'filter' | 'names' | 'except_names'>;

export const reassign = (body: Schemas['ReassignWorksRequest']) =>
  unwrap(http.POST('/v1/works:reassign', { body: { ...body, request_id: requestId(body) } }));

export const postponeMany = (body: Schemas['PostponeWorksRequest']) =>
  unwrap(http.POST('/v1/works:postpone', { body: { ...body, request_id: requestId(body) } }));

export const cancelMany = (body: Schemas['CancelWorksRequest']) =>
  unwrap(http.POST('/v1/works:cancel', { body: { ...body, request_id: requestId(body) } }));

/** What shows works or campaigns asks again. */
export function useStart<V, R>(start: (value: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: start,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['campaigns'] });
      void client.invalidateQueries({ queryKey: ['works'] });
    },
  });
}
