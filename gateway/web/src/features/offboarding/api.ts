/** Parting with a colleague: what he would leave, and handing it over. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { jobQuery } from '@/features/jobs';
import { ApiError, http, idOf, unwrap } from '@/shared/api/client';
import type { Job, Schemas, User } from '@/shared/api/types';

export type Rule = Exclude<Schemas['HandOverPlan']['rule'], ''>;

export const previewQuery = (user: string) =>
  queryOptions({
    queryKey: ['counterparties', 'handOver', user],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/counterparties:previewHandOver', { params: { query: { user } }, signal })),
  });

/** Of sales, as far as the caller sees them. */
export const salesPreviewQuery = (user: string) =>
  queryOptions({
    queryKey: ['deals', 'handOver', user],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/deals:previewHandOver', { params: { query: { user } }, signal })),
  });

export function useOffboard() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ user, plan }: { user: User; plan: Schemas['HandOverPlanInput'] }) =>
      unwrap(
        http.POST('/v1/users/{user}:offboard', {
          params: { path: { user: idOf(user.name) } },
          body: { plan, etag: user.etag },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
}

const TRIES = 20;

/** The job begins when the event arrives, a moment after the answer. */
export function useFirstSightOfJob() {
  const client = useQueryClient();
  return async (name: string): Promise<Job | undefined> => {
    for (let left = TRIES; left > 0; left -= 1) {
      try {
        return await client.fetchQuery({ ...jobQuery(name), retry: false });
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 404) return undefined;
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
    }
    return undefined;
  };
}
