/** All calls about repeated works; keys begin as those of works, which change with them. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { WhenInput, Work, WorkInput } from '@/features/works/api';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type WorkSeries = Schemas['WorkSeries'];
export type OnDayOff = Exclude<WorkSeries['on_day_off'], ''>;

const at = (name: string) => ({ work_series: idOf(name) });

export const seriesQuery = (name: string) =>
  queryOptions({
    queryKey: ['works', 'series', name],
    enabled: Boolean(name),
    queryFn: ({ signal }): Promise<WorkSeries> =>
      unwrap(http.GET('/v1/workSeries/{work_series}', { params: { path: at(name) }, signal })),
  });

export const seriesListQuery = (state: 'OPEN' | 'ENDED') =>
  infiniteQueryOptions({
    queryKey: ['works', 'seriesList', state],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { state: [state], page_size: 50, page_token: pageParam || undefined };
      return unwrap(http.GET('/v1/workSeries', { params: { query }, signal }));
    },
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

export interface Repeated {
  rule: string;
  on_day_off: OnDayOff;
}

/** On which days it would come, and which are left out. */
export const previewQuery = (when: WhenInput, owner: string, repeated: Repeated | null) =>
  queryOptions({
    queryKey: ['workSeriesPreview', when, owner, repeated],
    enabled: repeated !== null,
    retry: false,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const work_series = { rule: '', ...repeated, work: { when, owner } };
      return unwrap(http.POST('/v1/workSeries:previewOccurrences', { body: { work_series }, signal }));
    },
  });

export const createSeries = (work: WorkInput, repeated: Repeated, from_work?: string) => {
  const body = { work, ...repeated };
  const query = { request_id: requestId(body), from_work };
  return unwrap(http.POST('/v1/workSeries', { params: { query }, body }));
};

export interface SeriesChange {
  series: Pick<WorkSeries, 'name' | 'etag'>;
  work?: WorkInput;
  repeated?: Partial<Repeated>;
  /** The work that was changed, and whether all open ones are, or those from it on. */
  from?: Pick<Work, 'name'>;
  all?: boolean;
}

export function updateSeries({ series, work = {}, repeated = {}, from, all }: SeriesChange) {
  // What was taken away is named, too.
  const mask = [...Object.keys(work).map((field) => `work.${field}`), ...Object.keys(repeated)];
  const query = { update_mask: mask.join(','), from_work: from?.name, all_open: all || undefined };
  const params = { path: at(series.name), query };
  return unwrap(
    http.PATCH('/v1/workSeries/{work_series}', { params, body: { ...repeated, work, etag: series.etag } }),
  );
}

export const deleteSeries = (name: string) =>
  unwrap(http.DELETE('/v1/workSeries/{work_series}', { params: { path: at(name) } }));

export const undeleteSeries = (name: string) =>
  unwrap(http.POST('/v1/workSeries/{work_series}:undelete', { params: { path: at(name) }, body: {} }));
