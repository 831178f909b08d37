/** The list's tabs: built-in views and those that people saved. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '../../api/client';
import type { SavedView } from '../../api/types';

/** The views of one kind of list; its search names the one that is open. */
export interface Views<S extends { view?: string }> {
  resource: string;
  /** Those everybody has; the first is open when none is named. */
  builtIn: Record<string, { search: S; label: string }>;
  /** A search as a view keeps it, and back. */
  write: (search: S) => string;
  read: (query: string) => S;
}

type Saved = readonly SavedView[] | undefined;

export const viewsQuery = (resource: string) =>
  queryOptions({
    queryKey: ['savedViews', resource],
    staleTime: 300_000,
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/savedViews', { params: { query: { resource, page_size: 200 } }, signal })))
        .saved_views,
  });

export const firstView = (views: { builtIn: object }) => Object.keys(views.builtIn)[0] ?? '';

/** What the view itself asks for, before anyone narrowed it. */
export function viewSearch<S extends { view?: string }>(views: Views<S>, id: string, saved: Saved): S {
  const view = saved?.find((one) => one.name === id);
  return view ? views.read(view.query) : (views.builtIn[id]?.search ?? views.read(''));
}

/** Whether the list shows something else than the view as it was saved. */
export const isChanged = <S extends { view?: string }>(views: Views<S>, search: S, saved: Saved) =>
  views.write(search) !== views.write(viewSearch(views, search.view ?? firstView(views), saved));

export interface ViewDraft {
  display_name: string;
  visibility: 'PRIVATE' | 'SHARED';
  query: string;
  columns: string[];
}

export function useViewMutations(resource: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ['savedViews'] });
  const path = (name: string) => ({ path: { saved_view: idOf(name) } });
  const create = useMutation({
    mutationFn: (draft: ViewDraft) =>
      unwrap(
        http.POST('/v1/savedViews', {
          params: { query: { request_id: requestId(draft) } },
          body: { resource, ...draft },
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
