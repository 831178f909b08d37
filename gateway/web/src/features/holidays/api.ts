/** All calls about professional holidays; keys are [collection, kind, ...]. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Holiday = Schemas['ProfessionalHoliday'];
export type Rule = NonNullable<Holiday['rule']>;

export const holidaysQuery = queryOptions({
  queryKey: ['professionalHolidays', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const found: Holiday[] = [];
    let page_token: string | undefined;
    do {
      const query = { page_size: 200, page_token };
      const answer = await unwrap(http.GET('/v1/professionalHolidays', { params: { query }, signal }));
      found.push(...answer.professional_holidays);
      page_token = answer.next_page_token || undefined;
    } while (page_token);
    return found;
  },
});

interface Change {
  /** Absent for a new one. */
  holiday?: Holiday;
  title?: string;
  rule?: Rule;
  archived?: boolean;
}

export function useSaveHoliday() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ holiday, ...body }: Change) =>
      holiday
        ? unwrap(
            http.PATCH('/v1/professionalHolidays/{professional_holiday}', {
              params: { path: { professional_holiday: idOf(holiday.name) } },
              body: { ...body, etag: holiday.etag },
            }),
          )
        : unwrap(
            http.POST('/v1/professionalHolidays', {
              params: { query: { request_id: requestId(body) } },
              body: { title: body.title ?? '', rule: body.rule ?? {} },
            }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: ['professionalHolidays'] }),
  });
}
