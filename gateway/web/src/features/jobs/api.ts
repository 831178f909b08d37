/** Jobs of all services that have some; `jobs/<service>/<id>`. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Job, JobRow } from '@/shared/api/types';
import { isRunning } from '@/shared/ui/JobProgress';

const SERVICES = ['counterparties', 'identity', 'activities'] as const;
const SHOWN = 20;

const pathOf = (name: string) => ({ service: name.split('/')[1] ?? '', job: idOf(name) });

export const jobKey = (name: string) => ['jobs', 'item', name];

export const jobsQuery = queryOptions({
  queryKey: ['jobs', 'list'],
  queryFn: async ({ signal }) => {
    const lists = await Promise.allSettled(
      SERVICES.map((service) =>
        unwrap(
          http.GET('/v1/jobs/{service}', {
            params: { path: { service }, query: { page_size: SHOWN } },
            signal,
          }),
        ),
      ),
    );
    return lists
      .flatMap((list) => (list.status === 'fulfilled' ? list.value.jobs : []))
      .sort((a, b) => (b.create_time ?? '').localeCompare(a.create_time ?? ''))
      .slice(0, SHOWN);
  },
});

/** Live events bring the progress; asking now and then covers a lost connection. */
export const jobQuery = (name: string, first?: Job) =>
  queryOptions({
    queryKey: jobKey(name),
    initialData: first,
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/jobs/{service}/{job}', { params: { path: pathOf(name) }, signal })),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data) ? 2000 : false),
    staleTime: 0,
  });

export const jobRowsQuery = (name: string, result: Exclude<JobRow['result'], ''>) =>
  queryOptions({
    queryKey: ['jobs', 'rows', name, result],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          http.GET('/v1/jobs/{service}/{job}/rows', {
            params: { path: pathOf(name), query: { result, page_size: 100 } },
            signal,
          }),
        )
      ).rows,
  });

export function useJobActions() {
  const client = useQueryClient();
  const onSuccess = (job: Job) => {
    client.setQueryData(jobKey(job.name), job);
    void client.invalidateQueries({ queryKey: ['jobs', 'list'] });
  };
  const undo = useMutation({
    mutationFn: (name: string) =>
      unwrap(http.POST('/v1/jobs/{service}/{job}:undo', { params: { path: pathOf(name) }, body: {} })),
    onSuccess,
  });
  const stop = useMutation({
    mutationFn: (name: string) =>
      unwrap(http.POST('/v1/jobs/{service}/{job}:stop', { params: { path: pathOf(name) }, body: {} })),
    onSuccess,
  });
  return { undo, stop };
}

export const canUndo = (job: Job, now = Date.now()) =>
  !isRunning(job) &&
  job.state !== 'UNDONE' &&
  job.undo_expire_time !== null &&
  new Date(job.undo_expire_time).getTime() > now;
