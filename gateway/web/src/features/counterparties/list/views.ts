/** The list's tabs: built-in views and those that people saved. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { SavedView } from '@/shared/api/types';
import { fromViewQuery, type ListSearch, toViewQuery } from '@/shared/lib/search';

export const RESOURCE = 'counterparties';

export const BUILT_IN: Record<string, ListSearch> = {
  all: {},
  mine: { owner: ['users/me'] },
  unowned: { owner: ['users/none'] },
  bin: { deleted: 'true' },
};

export const viewsQuery = queryOptions({
  queryKey: ['savedViews', RESOURCE],
  staleTime: 300_000,
  queryFn: async ({ signal }) =>
    (
      await unwrap(
        http.GET('/v1/savedViews', { params: { query: { resource: RESOURCE, page_size: 200 } }, signal }),
      )
    ).saved_views,
});

/** What the view itself asks for, before anyone narrowed it. */
export function viewSearch(id: string, saved: readonly SavedView[] | undefined): ListSearch {
  const view = saved?.find((one) => one.name === id);
  return view ? fromViewQuery(view.query) : (BUILT_IN[id] ?? {});
}

/** Whether the list shows something else than the view as it was saved. */
export const isChanged = (search: ListSearch, saved: readonly SavedView[] | undefined) =>
  toViewQuery(search) !== toViewQuery(viewSearch(search.view ?? 'all', saved));

export interface ViewDraft {
  display_name: string;
  visibility: 'PRIVATE' | 'SHARED';
  query: string;
  columns: string[];
}

export function useViewMutations() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['savedViews'] });
  const path = (name: string) => ({ path: { saved_view: idOf(name) } });
  const create = useMutation({
    mutationFn: (draft: ViewDraft) =>
      unwrap(
        http.POST('/v1/savedViews', {
          params: { query: { request_id: requestId(draft) } },
          body: { resource: RESOURCE, ...draft },
        }),
      ),
    onSuccess,
  });
  const update = useMutation({
    mutationFn: ({ view, ...changes }: { view: SavedView } & Partial<ViewDraft>) =>
      unwrap(
        http.PATCH('/v1/savedViews/{saved_view}', {
          params: path(view.name),
          body: { ...changes, etag: view.etag },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (view: SavedView) =>
      unwrap(http.DELETE('/v1/savedViews/{saved_view}', { params: path(view.name) })),
    onSuccess,
  });
  return { create, update, remove };
}
