/** All calls about interactions; keys are ['interactions', kind, ...]. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import { useLive } from '@/shared/api/realtime';
import type { Schemas } from '@/shared/api/types';
import { filterOf, type InteractionSearch } from './search';

export type Interaction = Schemas['Interaction'];
export type InteractionInput = Schemas['InteractionInput'];
export type Participant = Schemas['InteractionParticipant'];
export type Kind = Schemas['InteractionKind'];
/** What is known where one is recorded. */
export interface About {
  subject: string;
  display_name: string;
}

export const listKey = (search: InteractionSearch) => ['interactions', 'list', filterOf(search)];

export async function fetchInteractions(search: InteractionSearch, page_token: string, signal?: AbortSignal) {
  const query = { ...filterOf(search), page_size: 100, page_token: page_token || undefined };
  const answer = await unwrap(http.GET('/v1/interactions', { params: { query }, signal }));
  return { items: answer.interactions, next: answer.next_page_token };
}

export const countQuery = (search: InteractionSearch) =>
  queryOptions({
    queryKey: ['interactions', 'count', filterOf(search)],
    staleTime: 30_000,
    queryFn: ({ signal }) => {
      const asked = Object.entries(filterOf(search)).map(([key, value]) => [`filter.${key}`, value]);
      const query = Object.fromEntries(asked);
      return unwrap(http.GET('/v1/interactions:count', { params: { query }, signal }));
    },
  });

const at = (name: string) => ({ path: { interaction: idOf(name) } });

export const interactionQuery = (name: string) =>
  queryOptions({
    queryKey: ['interactions', 'item', name],
    queryFn: ({ signal }): Promise<Interaction> =>
      unwrap(http.GET('/v1/interactions/{interaction}', { params: at(name), signal })),
  });

/** What goes on about the same, the newest first. */
export const chainQuery = (chain: string) =>
  queryOptions({
    queryKey: ['interactions', 'list', { chain }],
    queryFn: async ({ signal }) => {
      const query = { chain, page_size: 50 };
      return (await unwrap(http.GET('/v1/interactions', { params: { query }, signal }))).interactions;
    },
  });

export const kindsQuery = queryOptions({
  queryKey: ['interactionKinds', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/interactionKinds', { params: { query }, signal }))).interaction_kinds;
  },
});

/** A change: all that shows them asks again. */
export function useChange<V, R>(change: (value: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['interactions'] }),
  });
}

export const createInteraction = (body: InteractionInput) =>
  unwrap(http.POST('/v1/interactions', { params: { query: { request_id: requestId(body) } }, body }));

export const updateInteraction = ({ name, ...body }: InteractionInput & { name: string }) =>
  unwrap(http.PATCH('/v1/interactions/{interaction}', { params: at(name), body }));

export const processInteraction = ({ name, ...body }: { name: string; etag: string; result: string }) =>
  unwrap(http.POST('/v1/interactions/{interaction}:process', { params: at(name), body }));

export const postponeInteraction = ({ name, ...body }: { name: string; etag: string; until_time: string }) =>
  unwrap(http.POST('/v1/interactions/{interaction}:postpone', { params: at(name), body }));

export const reopenInteraction = (name: string) =>
  unwrap(http.POST('/v1/interactions/{interaction}:reopen', { params: at(name), body: {} }));

export const linkParticipant = ({ name, ...body }: { name: string; text: string; record: string }) =>
  unwrap(http.POST('/v1/interactions/{interaction}:linkParticipant', { params: at(name), body }));

export const attachRecord = ({ name, ...body }: { name: string; record: string }) =>
  unwrap(http.POST('/v1/interactions/{interaction}:attach', { params: at(name), body }));

export const deleteInteraction = (name: string) =>
  unwrap(http.DELETE('/v1/interactions/{interaction}', { params: at(name) }));

const SLICE_MS = 400;

/** What colleagues record and process appears by itself; many at once ask once. */
export function useLiveInteractions() {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (!event.subject.startsWith('interactions/')) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => void client.invalidateQueries({ queryKey: ['interactions'] }),
      SLICE_MS,
    );
  });
}
