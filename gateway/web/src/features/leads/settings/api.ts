/** Calls about what a tenant sets up for its leads. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import type { LeadStatus, LossReason } from '../api';

export type Rule = Schemas['AssignmentRule'];

export const rulesQuery = queryOptions({
  queryKey: ['assignmentRules', 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/assignmentRules', { params: { query }, signal }))).assignment_rules;
  },
});

/** Absent: a new one. */
export type Entry<T> = Partial<T> & { name?: string; etag?: string };

function useSave<T>(collection: string, save: (entry: Entry<T>) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: save,
    onSettled: () => client.invalidateQueries({ queryKey: [collection] }),
  });
}

export const useSaveStatus = () =>
  useSave<LeadStatus>('leadStatuses', ({ name, ...body }) =>
    name
      ? unwrap(
          http.PATCH('/v1/leadStatuses/{lead_status}', {
            params: { path: { lead_status: idOf(name) } },
            body,
          }),
        )
      : unwrap(
          http.POST('/v1/leadStatuses', {
            params: { query: { request_id: requestId(body) } },
            body: { display_name: '', ...body },
          }),
        ),
  );

export const useSaveReason = () =>
  useSave<LossReason>('lossReasons', ({ name, ...body }) =>
    name
      ? unwrap(
          http.PATCH('/v1/lossReasons/{loss_reason}', {
            params: { path: { loss_reason: idOf(name) } },
            body,
          }),
        )
      : unwrap(
          http.POST('/v1/lossReasons', {
            params: { query: { request_id: requestId(body) } },
            body: { display_name: '', ...body },
          }),
        ),
  );

const rule = (name: string) => ({ path: { assignment_rule: idOf(name) } });

export const useSaveRule = () =>
  useSave<Rule>('assignmentRules', ({ name, ...entry }) => {
    // Null clears the amount, which the document of the API cannot say.
    const body = entry as Schemas['AssignmentRulePatch'];
    return name
      ? unwrap(http.PATCH('/v1/assignmentRules/{assignment_rule}', { params: rule(name), body }))
      : unwrap(
          http.POST('/v1/assignmentRules', {
            params: { query: { request_id: requestId(body) } },
            body: { ...body, display_name: body.display_name ?? '' },
          }),
        );
  });

export function useDeleteRule() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: async (name: string) => {
      await unwrap(http.DELETE('/v1/assignmentRules/{assignment_rule}', { params: rule(name) }));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['assignmentRules'] }),
  });
}
