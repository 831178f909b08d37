/** All calls about agreements; keys are [collection, kind, ...]. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Agreement = Schemas['Agreement'];
export type AgreementInput = Schemas['AgreementInput'];
export type Terms = Schemas['Terms'];
export type TermsInput = Schemas['TermsInput'];
export type PaymentStage = Schemas['PaymentStage'];
export type Kind = Exclude<Agreement['kind'], ''>;
export type State = Exclude<Agreement['state'], ''>;

export interface Filter {
  query?: string;
  kind?: Kind;
  state?: State[];
  counterparty?: string;
}

export const agreementsQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['agreements', 'list', filter],
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const query = { ...filter, page_size: 200 };
      return (await unwrap(http.GET('/v1/agreements', { params: { query }, signal }))).agreements;
    },
  });

export const agreementQuery = (name: string) =>
  queryOptions({
    queryKey: ['agreements', 'item', name],
    queryFn: ({ signal }): Promise<Agreement> =>
      unwrap(http.GET('/v1/agreements/{agreement}', { params: { path: { agreement: idOf(name) } }, signal })),
  });

export function useSaveAgreement() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ agreement, ...body }: AgreementInput & { agreement?: Agreement }): Promise<Agreement> => {
      if (!agreement) {
        const query = { request_id: requestId(body) };
        return unwrap(http.POST('/v1/agreements', { params: { query }, body }));
      }
      const { kind: _kind, standard: _standard, ...changes } = body;
      return unwrap(
        http.PATCH('/v1/agreements/{agreement}', {
          params: { path: { agreement: idOf(agreement.name) } },
          body: { ...changes, etag: agreement.etag },
        }),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['agreements'] }),
  });
}

export type Step = 'submit' | 'approve' | 'decline' | 'revise' | 'terminate';
const PATHS = {
  submit: '/v1/agreements/{agreement}:submit',
  approve: '/v1/agreements/{agreement}:approve',
  decline: '/v1/agreements/{agreement}:decline',
  revise: '/v1/agreements/{agreement}:revise',
  terminate: '/v1/agreements/{agreement}:terminate',
} as const;

export function useStep(agreement: Agreement) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ step, comment }: { step: Step; comment?: string }): Promise<Agreement> =>
      unwrap(
        http.POST(PATHS[step], {
          params: { path: { agreement: idOf(agreement.name) } },
          body: { etag: agreement.etag, comment },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['agreements'] }),
  });
}
