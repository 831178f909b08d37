/** All calls about loyalty: programs, what a client has of them, his bonuses. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Program = Schemas['LoyaltyProgram'];
export type ProgramInput = Schemas['LoyaltyProgramInput'];
export type Standing = Schemas['LoyaltyStanding'];
export type Bonus = Schemas['Bonus'];

export const programsQuery = queryOptions({
  queryKey: ['loyaltyPrograms', 'list'],
  staleTime: 30_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/loyaltyPrograms', { params: { query }, signal }))).loyalty_programs;
  },
});

export const standingQuery = (counterparty: string) =>
  queryOptions({
    queryKey: ['bonuses', 'standing', counterparty],
    staleTime: 10_000,
    retry: false,
    queryFn: ({ signal }): Promise<Standing> =>
      unwrap(http.GET('/v1/loyaltyStandings:of', { params: { query: { counterparty } }, signal })),
  });

export const bonusesQuery = (counterparty: string) =>
  infiniteQueryOptions({
    queryKey: ['bonuses', 'of', counterparty],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { counterparty, page_size: 50, page_token: pageParam };
      return unwrap(http.GET('/v1/bonuses', { params: { query }, signal }));
    },
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

export function useSaveProgram() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ program, ...body }: Partial<ProgramInput> & { program?: Program }) =>
      program
        ? unwrap(
            http.PATCH('/v1/loyaltyPrograms/{loyalty_program}', {
              params: { path: { loyalty_program: idOf(program.name) } },
              body: { ...body, etag: program.etag },
            }),
          )
        : unwrap(
            http.POST('/v1/loyaltyPrograms', {
              params: { query: { request_id: requestId(body) } },
              body: { ...body, kind: body.kind ?? 'DISCOUNT', display_name: body.display_name ?? '' },
            }),
          ),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['loyaltyPrograms'] }),
        client.invalidateQueries({ queryKey: ['bonuses'] }),
      ]),
  });
}

/** Invoices change with what is spent on them. */
function useMoney<V>(mutationFn: (wish: V) => Promise<Bonus>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn,
    onSettled: () =>
      Promise.all(
        ['bonuses', 'invoices', 'deals'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  });
}

export const useSpend = () =>
  useMoney((wish: { invoice: string; amount: string }) =>
    unwrap(
      http.POST('/v1/bonuses:spend', {
        body: {
          invoice: wish.invoice,
          amount: { amount: wish.amount, currency: 'RUB' },
          request_id: requestId(wish),
        },
      }),
    ),
  );

export const useGiveBack = () =>
  useMoney(({ name, etag }: Bonus) =>
    unwrap(
      http.POST('/v1/bonuses/{bonus}:return', { params: { path: { bonus: idOf(name) } }, body: { etag } }),
    ),
  );
