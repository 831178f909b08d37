/** What is done to many counterparties at once: bulk changes and files. */
import { queryOptions, useMutation } from '@tanstack/react-query';
import { http, requestId, saveAs, unwrap } from '@/shared/api/client';
import type { CounterpartyRole, Job, LifecycleStage, MarketState, OwnerCascade } from '@/shared/api/types';
import type { ListSearch } from '@/shared/lib/search';
import type { FileFormat } from '@/shared/ui/ExportMenu';
import { apiFilter, countParams } from './api';

export interface BulkChange {
  add_segments?: string[];
  remove_segments?: string[];
  owner?: string;
  market_state?: MarketState;
  delete?: boolean;
  owner_by_segments?: boolean;
  owner_cascade?: OwnerCascade[];
  add_participants?: string[];
  remove_participants?: string[];
  add_roles?: CounterpartyRole[];
  remove_roles?: CounterpartyRole[];
  lifecycle_stage?: LifecycleStage;
  territory?: string;
  industry?: string;
}

export interface BulkTarget {
  search: ListSearch;
  all: boolean;
  names: string[];
}

export function useBulk() {
  return useMutation({
    mutationFn: ({ target, change }: { target: BulkTarget; change: BulkChange }): Promise<Job> => {
      return unwrap(
        http.POST('/v1/counterparties:bulkUpdate', {
          body: { ...chosen(target), ...change, request_id: requestId([target, change]) },
        }),
      );
    },
  });
}

const chosen = (target: BulkTarget) =>
  target.all ? { filter: apiFilter(target.search), except_names: target.names } : { names: target.names };

/** What the change would do, counted by the server without doing it. */
export const bulkPreviewQuery = (target: BulkTarget, change: BulkChange | undefined) =>
  queryOptions({
    queryKey: ['counterparties', 'bulkPreview', target, change],
    enabled: change !== undefined,
    retry: false,
    queryFn: ({ signal }) =>
      unwrap(
        http.POST('/v1/counterparties:previewBulkUpdate', {
          body: { update: { ...chosen(target), ...change } },
          signal,
        }),
      ),
  });

/** An address holds so many names; more are sent as a form, and the file is taken into memory. */
const NAMES_IN_ADDRESS = 40;

/** The browser downloads the file itself, however long it is. */
function exportUrl({ search, all, names }: BulkTarget, format: FileFormat): string {
  const params = new URLSearchParams({ format });
  const filter = { ...countParams(search, false), 'filter.order_by': search.order_by };
  const given = { ...filter, [all ? 'except_names' : 'names']: names };
  for (const [key, value] of Object.entries(given)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) params.append(key, String(one));
    }
  }
  return `/v1/counterparties:export?${params}`;
}

export function useExport() {
  return useMutation({
    mutationFn: async ({ target, format }: { target: BulkTarget; format: FileFormat }) => {
      const { search, all, names } = target;
      if (names.length <= NAMES_IN_ADDRESS) return saveAs(exportUrl(target, format));
      const file = await unwrap(
        http.POST('/v1/counterparties:export', {
          body: {
            format,
            filter: { ...apiFilter(search), order_by: search.order_by },
            ...(all ? { except_names: names } : { names }),
          },
          parseAs: 'blob',
        }),
      );
      const address = URL.createObjectURL(file as unknown as Blob);
      saveAs(address, `counterparties.${format}`);
      window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
  });
}
