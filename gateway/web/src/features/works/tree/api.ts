/** What depends on works: those below one, and how all below it stand. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Rollup = Schemas['Rollup'];
const SHOWN = 50;

export const rollupsQuery = (works: string[]) =>
  queryOptions({
    queryKey: ['works', 'rollups', works],
    enabled: works.length > 0,
    queryFn: async ({ signal }) => {
      const answer = await unwrap(http.GET('/v1/workRollups', { params: { query: { works } }, signal }));
      return new Map(answer.rollups.map((each) => [each.work, each]));
    },
  });

export const belowQuery = (parent: string) =>
  infiniteQueryOptions({
    queryKey: ['works', 'below', parent],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = {
        parent,
        state: ['OPEN', 'DONE', 'CANCELLED'] as Schemas['WorkState'][],
        page_size: SHOWN,
        page_token: pageParam || undefined,
      };
      return unwrap(http.GET('/v1/works', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

export const total = (rollup: Rollup) => rollup.open + rollup.plus + rollup.minus + rollup.cancelled;
