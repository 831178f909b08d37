/** Scripts, ladders of escalation and templates of campaigns: lists that a tenant keeps. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import type { Sent } from './api';

export type Script = Schemas['WorkScript'];
export type Ladder = Schemas['EscalationLadder'];
export type Template = Schemas['CampaignTemplate'];

const PAGE = { page_size: 200 };
const RARELY_MS = 60_000;

export const scriptsQuery = queryOptions({
  queryKey: ['workScripts', 'list'],
  staleTime: RARELY_MS,
  queryFn: async ({ signal }) =>
    (await unwrap(http.GET('/v1/workScripts', { params: { query: PAGE }, signal }))).work_scripts,
});

export const laddersQuery = queryOptions({
  queryKey: ['escalationLadders', 'list'],
  staleTime: RARELY_MS,
  queryFn: async ({ signal }) =>
    (await unwrap(http.GET('/v1/escalationLadders', { params: { query: PAGE }, signal }))).escalation_ladders,
});

function useSave<Body>(collection: string, send: (body: Body) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [collection] }),
  });
}

const asNew = (body: object) => ({ query: { request_id: requestId(body) } });

export const useSaveScript = () =>
  useSave('workScripts', ({ name, ...body }: Sent<Schemas['WorkScriptInput']>) =>
    name
      ? unwrap(
          http.PATCH('/v1/workScripts/{work_script}', {
            params: { path: { work_script: idOf(name) } },
            body,
          }),
        )
      : unwrap(
          http.POST('/v1/workScripts', { params: asNew(body), body: body as Schemas['WorkScriptInput'] }),
        ),
  );

export const useSaveLadder = () =>
  useSave('escalationLadders', ({ name, ...body }: Sent<Schemas['EscalationLadderInput']>) =>
    name
      ? unwrap(
          http.PATCH('/v1/escalationLadders/{escalation_ladder}', {
            params: { path: { escalation_ladder: idOf(name) } },
            body,
          }),
        )
      : unwrap(
          http.POST('/v1/escalationLadders', {
            params: asNew(body),
            body: body as Schemas['EscalationLadderInput'],
          }),
        ),
  );

export const useSaveTemplate = () =>
  useSave('campaignTemplates', ({ name, ...body }: Sent<Schemas['CampaignTemplateInput']>) =>
    name
      ? unwrap(
          http.PATCH('/v1/campaignTemplates/{campaign_template}', {
            params: { path: { campaign_template: idOf(name) } },
            body,
          }),
        )
      : unwrap(
          http.POST('/v1/campaignTemplates', {
            params: asNew(body),
            body: body as Schemas['CampaignTemplateInput'],
          }),
        ),
  );
