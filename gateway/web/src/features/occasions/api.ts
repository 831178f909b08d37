/** All calls about occasions; keys are [collection, kind, ...]. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Occasion = Schemas['Occasion'];

export interface Asked {
  start_date: string;
  end_date: string;
  owner?: string;
  counterparty?: string;
}

const PAGE_SIZE = 100;

export const occasionsQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['occasions', 'list', asked],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { ...asked, page_size: PAGE_SIZE, page_token: pageParam || undefined };
      return unwrap(http.GET('/v1/occasions', { params: { query }, signal }));
    },
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

/** The first few of a client and its people. */
export const nearOccasionsQuery = (asked: Asked, size: number) =>
  queryOptions({
    queryKey: ['occasions', 'near', asked, size],
    queryFn: async ({ signal }) => {
      const query = { ...asked, page_size: size };
      return (await unwrap(http.GET('/v1/occasions', { params: { query }, signal }))).occasions;
    },
  });
