/** All calls about assessments of a client; keys are [collection, kind, ...]. */
import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { itemKey, refreshLists } from '@/features/counterparties';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Assessment = Schemas['Assessment'];
export type Aspect = Exclude<Assessment['aspect'], ''>;
export type AssessmentDraft = Pick<Assessment, 'aspect' | 'score' | 'comment'> & {
  assessment_date?: string;
};
export const ASPECTS = [
  'SERVICE_SATISFACTION',
  'OFFER_REACTION',
  'OBLIGATIONS',
  'PREFERENCES_CHANGE',
] as const satisfies readonly Aspect[];

export const assessmentsQuery = (counterparty: string) =>
  infiniteQueryOptions({
    queryKey: ['assessments', 'of', counterparty],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { counterparty, page_size: 30, page_token: pageParam || undefined };
      return unwrap(http.GET('/v1/assessments', { params: { query }, signal }));
    },
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

export function useAssessing(counterparty: string) {
  const client = useQueryClient();
  // The client's own satisfaction follows.
  const onSuccess = () => {
    void client.invalidateQueries({ queryKey: ['assessments', 'of', counterparty] });
    void client.invalidateQueries({ queryKey: itemKey(counterparty) });
    void client.invalidateQueries({ queryKey: ['audit', counterparty] });
    refreshLists(client);
  };
  const create = useMutation({
    meta: { handled: true },
    mutationFn: (draft: AssessmentDraft) =>
      unwrap(
        http.POST('/v1/assessments', {
          params: { query: { request_id: requestId([counterparty, draft]) } },
          body: { counterparty, ...draft },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: ({ name, etag }: Assessment) =>
      unwrap(
        http.DELETE('/v1/assessments/{assessment}', {
          params: { path: { assessment: idOf(name) }, query: { etag } },
        }),
      ),
    onSuccess,
  });
  return { create, remove };
}
