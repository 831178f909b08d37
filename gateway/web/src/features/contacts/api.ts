/** All calls about contacts. */
import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Contact, ContactInput, Schemas } from '@/shared/api/types';
import type { Page } from '@/shared/ui/data-grid/paging';

export const contactsKey = (query: string | undefined) => ['contacts', 'list', query ?? ''];

export async function fetchContacts(
  query: string | undefined,
  token: string,
  signal: AbortSignal,
): Promise<Page<Contact>> {
  const params = { query: { query, page_size: 100, page_token: token || undefined } };
  const answer = await unwrap(http.GET('/v1/contacts', { params, signal }));
  return { items: answer.contacts, next: answer.next_page_token };
}

export const contactsOfQuery = (counterparty: string) =>
  queryOptions({
    queryKey: ['contacts', 'of', counterparty],
    queryFn: async ({ signal }) => {
      const params = { query: { counterparty, page_size: 200 } };
      return (await unwrap(http.GET('/v1/contacts', { params, signal }))).contacts;
    },
  });

export const findContactsQuery = (text: string, size = 5) =>
  queryOptions({
    queryKey: ['contacts', 'find', text, size],
    enabled: text.length > 1,
    queryFn: async ({ signal }) => {
      const params = { query: { query: text, page_size: size } };
      return (await unwrap(http.GET('/v1/contacts', { params, signal }))).contacts;
    },
  });

const refresh = (client: QueryClient) => client.invalidateQueries({ queryKey: ['contacts'] });

interface Changed {
  name: string;
  etag: string;
  draft: Schemas['ContactPatch'];
}

export function useSaveContact() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (wish: Changed | { name?: undefined; draft: ContactInput }) =>
      wish.name === undefined
        ? unwrap(
            http.POST('/v1/contacts', {
              params: { query: { request_id: requestId(wish.draft) } },
              body: wish.draft,
            }),
          )
        : unwrap(
            http.PATCH('/v1/contacts/{contact}', {
              params: { path: { contact: idOf(wish.name) } },
              body: { ...wish.draft, etag: wish.etag },
            }),
          ),
    onSuccess: () => refresh(client),
  });
}

export function useDeleteContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (contact: Contact) =>
      unwrap(
        http.DELETE('/v1/contacts/{contact}', {
          params: { path: { contact: idOf(contact.name) }, query: { etag: contact.etag } },
        }),
      ),
    onSuccess: () => refresh(client),
  });
}

export function useUndeleteContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        http.POST('/v1/contacts/{contact}:undelete', {
          params: { path: { contact: idOf(name) } },
          body: {},
        }),
      ),
    onSuccess: () => refresh(client),
  });
}
