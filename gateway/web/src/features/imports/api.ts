/** What the import desk asks of the gateway. Rows have a key of their own: live events must not pull them
 *  from under the user's hands. */
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type {
  ColumnMapping,
  DuplicatePolicy,
  ImportFile,
  ImportKind,
  ImportRow,
  ImportTemplate,
} from './model';
import { isBusy } from './model';

const POLL = 1_500;
const PAGE = 100;

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  initialPageParam: '',
  queryFn: async ({ pageParam, signal }) =>
    (await unwrap(
      http.GET('/v1/imports', { params: { query: { page_size: 50, page_token: pageParam } }, signal }),
    )) as { imports: ImportFile[]; next_page_token: string },
  getNextPageParam: (last) => last.next_page_token || undefined,
  // Live events come first; asking again covers a lost connection.
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.imports.some((file) => isBusy(file.state)))
      ? POLL * 2
      : false,
});

export const importQuery = (name: string) =>
  queryOptions({
    queryKey: ['imports', 'item', name],
    queryFn: async ({ signal }) =>
      (await unwrap(
        http.GET('/v1/imports/{import}', { params: { path: { import: idOf(name) } }, signal }),
      )) as ImportFile,
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? POLL : false),
  });

export interface RowFilter {
  verdict?: ImportRow['verdict'];
  reason?: string;
}

interface RowsPage {
  rows: ImportRow[];
  next_page_token: string;
}

export const rowsQuery = (name: string, filter: RowFilter) =>
  infiniteQueryOptions({
    queryKey: ['importRows', name, filter],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) =>
      (await unwrap(
        http.GET('/v1/imports/{import}/rows', {
          params: {
            path: { import: idOf(name) },
            query: { ...filter, page_size: PAGE, page_token: pageParam },
          },
          signal,
        }),
      )) as RowsPage,
    getNextPageParam: (last) => last.next_page_token || undefined,
    staleTime: 5_000,
  });

export interface ReasonCount {
  reason: string;
  count: number;
}

/** What is wrong in all rows of a tab, loaded or not. Counted when asked: repairs change it all the time. */
export const reasonsQuery = (name: string, verdict: ImportRow['verdict'] | undefined) =>
  queryOptions({
    queryKey: ['importReasons', name, verdict],
    queryFn: async ({ signal }): Promise<ReasonCount[]> => {
      const answer = await unwrap(
        http.GET('/v1/imports/{import}:countReasons', {
          params: { path: { import: idOf(name) }, query: { verdict } },
          signal,
        }),
      );
      return answer.reasons;
    },
    staleTime: 3_000,
  });

export const templatesQuery = (kind: ImportKind) =>
  queryOptions({
    queryKey: ['importTemplates', 'list', kind],
    queryFn: async ({ signal }) => {
      const answer = await unwrap(
        http.GET('/v1/importTemplates', { params: { query: { kind, page_size: 200 } }, signal }),
      );
      return (answer.import_templates ?? []) as ImportTemplate[];
    },
  });

/** The answer of an action is the import as it now is: it replaces what the screen shows at once. */
function useImportAction<V>(name: string, act: (variables: V) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (variables: V) => (await act(variables)) as ImportFile,
    onSuccess: (file) => {
      client.setQueryData(importQuery(name).queryKey, file);
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
    },
  });
}

interface ImportChange {
  mapping?: ColumnMapping[];
  duplicate_policy?: DuplicatePolicy;
  owner?: string;
  segments?: string[];
  etag: string;
}

export const useUpdateImport = (name: string) =>
  useImportAction(name, (body: ImportChange) =>
    unwrap(http.PATCH('/v1/imports/{import}', { params: { path: { import: idOf(name) } }, body })),
  );

export interface BulkFix {
  column: string;
  find?: string;
  replace: string;
  verdict?: ImportRow['verdict'];
  reason?: string;
}

export const useBulkFix = (name: string) =>
  useImportAction(name, (body: BulkFix) =>
    unwrap(
      http.POST('/v1/imports/{import}:bulkUpdateRows', { params: { path: { import: idOf(name) } }, body }),
    ),
  );

export const useCreateClients = (name: string) =>
  useImportAction(name, (body: { all_valid?: boolean; rows?: string[] }) =>
    unwrap(http.POST('/v1/imports/{import}:create', { params: { path: { import: idOf(name) } }, body })),
  );

export const useUndoImport = (name: string) =>
  useImportAction(name, () =>
    unwrap(http.POST('/v1/imports/{import}:undo', { params: { path: { import: idOf(name) } }, body: {} })),
  );

export function useDeleteImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(http.DELETE('/v1/imports/{import}', { params: { path: { import: idOf(name) } } })),
    onSuccess: (_, name) => {
      client.removeQueries({ queryKey: importQuery(name).queryKey });
      client.removeQueries({ queryKey: ['importRows', name] });
      void client.invalidateQueries({ queryKey: importsQuery.queryKey });
    },
  });
}

export interface RowFix {
  row: ImportRow;
  values: Record<string, string>;
}

/**
 * Repairs a row where it stands: it keeps its place in the list though its verdict has changed. No etag:
 * only the cells given are written, and a clerk types faster than answers come.
 */
export function useFixRow(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ row, values }: RowFix) =>
      (await unwrap(
        http.PATCH('/v1/imports/{import}/rows/{number}', {
          params: { path: { import: idOf(name), number: String(row.number) } },
          body: { values },
        }),
      )) as ImportRow,
    onMutate: ({ row, values }) => patchRow(client, name, { ...row, values: { ...row.values, ...values } }),
    onError: (_error, { row }) => patchRow(client, name, row),
    onSuccess: (row) => {
      patchRow(client, name, row);
      void client.invalidateQueries({ queryKey: importQuery(name).queryKey });
    },
  });
}

function patchRow(client: QueryClient, name: string, fresh: ImportRow) {
  client.setQueriesData<{ pages: RowsPage[]; pageParams: unknown[] }>(
    { queryKey: ['importRows', name] },
    (data) =>
      data?.pages
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              rows: page.rows.map((row) => (row.name === fresh.name ? fresh : row)),
            })),
          }
        : data,
  );
}

export function useSaveTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { display_name: string; kind: ImportKind; mapping: ColumnMapping[] }) =>
      unwrap(http.POST('/v1/importTemplates', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['importTemplates'] }),
  });
}

export function useDeleteTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        http.DELETE('/v1/importTemplates/{import_template}', {
          params: { path: { import_template: idOf(name) } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['importTemplates'] }),
  });
}

export const errorsUrl = (name: string, format: 'csv' | 'xlsx'): string =>
  `/v1/${name}:errors?format=${format}`;
