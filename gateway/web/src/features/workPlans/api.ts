/** All calls about plans of work. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type WorkPlan = Schemas['WorkPlan'];
export type WorkPlanInput = Schemas['WorkPlanInput'];
export type Period = 'MONTH' | 'WEEK';

/** Of periods under way on a day; a tenant's people have a few hundred. */
export const plansQuery = (onDate: string) =>
  queryOptions({
    queryKey: ['workPlans', 'list', onDate],
    queryFn: async ({ signal }) => {
      const plans: WorkPlan[] = [];
      let page_token: string | undefined;
      do {
        const query = { on_date: onDate, page_size: 200, page_token };
        const answer = await unwrap(http.GET('/v1/workPlans', { params: { query }, signal }));
        plans.push(...answer.work_plans);
        page_token = answer.next_page_token || undefined;
      } while (page_token && plans.length < 2000);
      return plans;
    },
  });

export function useChangePlans<V, R>(change: (value: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['workPlans'] }),
  });
}

const at = (name: string) => ({ path: { work_plan: idOf(name) } });

export const createPlan = (body: WorkPlanInput) =>
  unwrap(http.POST('/v1/workPlans', { params: { query: { request_id: requestId(body) } }, body }));

export const updatePlan = ({
  name,
  etag,
  works,
  plus_percent,
}: Pick<WorkPlan, 'name' | 'etag' | 'works' | 'plus_percent'>) =>
  unwrap(
    http.PATCH('/v1/workPlans/{work_plan}', {
      params: { ...at(name), query: { update_mask: 'works,plus_percent' } },
      body: { etag, works, plus_percent } as WorkPlanInput,
    }),
  );

export const deletePlan = (name: string) =>
  unwrap(http.DELETE('/v1/workPlans/{work_plan}', { params: at(name) }));
