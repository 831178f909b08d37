/** Who allowed what, and when. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Consent = Schemas['Consent'];
export type ConsentInput = Schemas['ConsentInput'];
export type Standing = Schemas['ConsentStanding'];
export type Purpose = Schemas['ConsentPurpose'];
export type PurposeInput = Schemas['ConsentPurposeInput'];
export type Channel = Exclude<Standing['channel'], ''>;

export const CHANNELS: Channel[] = ['PHONE', 'SMS', 'EMAIL', 'MESSENGER', 'POST'];
export const hasChannels = (purpose?: Purpose) =>
  purpose?.kind === 'ADVERTISING' || purpose?.kind === 'OTHER';

export const standingsQuery = (person: string) =>
  queryOptions({
    queryKey: ['consents', 'of', person, 'now'],
    queryFn: async ({ signal }) => {
      const query = { person };
      return (await unwrap(http.GET('/v1/consents:summary', { params: { query }, signal }))).standings;
    },
  });

export const entriesQuery = (person: string) =>
  infiniteQueryOptions({
    queryKey: ['consents', 'of', person, 'all'],
    queryFn: ({ signal, pageParam }) => {
      const query = { person, page_size: 20, page_token: pageParam };
      return unwrap(http.GET('/v1/consents', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

/** Those that every tenant has come first, and of them the one for advertising. */
const BUILT_IN = ['ADVERTISING', 'PROCESSING', 'TRANSFER'];
const place = (purpose: Purpose) => (purpose.built_in ? BUILT_IN.indexOf(purpose.kind) : BUILT_IN.length);

export const purposesQuery = queryOptions({
  queryKey: ['consentPurposes', 'list'],
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    const answer = await unwrap(http.GET('/v1/consentPurposes', { params: { query }, signal }));
    return answer.consent_purposes.sort((one, other) => place(one) - place(other));
  },
});

export function useNote(person: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ConsentInput) =>
      unwrap(http.POST('/v1/consents', { params: { query: { request_id: requestId(body) } }, body })),
    meta: { handled: true },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['consents'] });
      // The field of the card follows.
      void client.invalidateQueries({ queryKey: ['counterparties', 'item', person] });
    },
  });
}

export function useSavePurpose() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ purpose, body }: { purpose: Purpose | null; body: PurposeInput }) =>
      purpose
        ? unwrap(
            http.PATCH('/v1/consentPurposes/{consent_purpose}', {
              params: { path: { consent_purpose: idOf(purpose.name) } },
              body: {
                display_name: body.display_name,
                text: body.text ?? '',
                archived: body.archived ?? false,
                etag: purpose.etag,
              },
            }),
          )
        : unwrap(
            http.POST('/v1/consentPurposes', { params: { query: { request_id: requestId(body) } }, body }),
          ),
    meta: { handled: true },
    onSuccess: () => client.invalidateQueries({ queryKey: ['consentPurposes'] }),
  });
}

export const proofHref = (person: string, format: 'html' | 'json') =>
  `/v1/consents:export?${new URLSearchParams({ person, format })}`;
