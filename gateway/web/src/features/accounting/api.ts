/** Calls of the exchange with accounting: its settings, and what could not be exchanged. */
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type AccountingSettings = Schemas['AccountingSettings'];
export type AccountingLink = Schemas['AccountingLink'];
export type OrganizationOption = Schemas['AccountingOrganizationOption'];
export type Seller = Schemas['Seller'];
export type SettingsPatch = Schemas['AccountingSettingsPatch'];
type State = Exclude<AccountingLink['state'], ''>;

const SETTINGS = ['accountingSettings'];
const LINKS = ['accountingLinks'];

export const settingsQuery = queryOptions({
  queryKey: SETTINGS,
  queryFn: ({ signal }) => unwrap(http.GET('/v1/accounting/settings', { signal })),
});

export const sellersQuery = queryOptions({
  queryKey: ['sellers', 'list'],
  queryFn: async ({ signal }) =>
    (await unwrap(http.GET('/v1/sellers', { params: { query: { page_size: 200 } }, signal }))).sellers,
});

export const linksQuery = (state: State[]) =>
  infiniteQueryOptions({
    queryKey: [...LINKS, 'list', state],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/accountingLinks', {
          params: { query: { state, page_size: 50, page_token: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

export const refreshAccounting = (client: QueryClient) =>
  Promise.all([SETTINGS, LINKS].map((queryKey) => client.invalidateQueries({ queryKey })));

function useSettingsChange<V>(act: (variables: V) => Promise<AccountingSettings>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { handled: true },
    onSuccess: (saved) => client.setQueryData(settingsQuery.queryKey, saved),
    onError: () => client.invalidateQueries({ queryKey: SETTINGS }),
  });
}

export const useSaveSettings = () =>
  useSettingsChange((body: SettingsPatch) => unwrap(http.PATCH('/v1/accounting/settings', { body })));

export const useSetPassword = () =>
  useSettingsChange((password: string) =>
    unwrap(http.POST('/v1/accounting/settings:setPassword', { body: { password } })),
  );

export const useTest = () =>
  useMutation({
    mutationFn: () => unwrap(http.POST('/v1/accounting/settings:test', { body: {} })),
    meta: { handled: true },
  });

export const useRun = () =>
  useSettingsChange(() => unwrap(http.POST('/v1/accounting/settings:run', { body: {} })));

export function useSettle() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ link, how }: { link: AccountingLink; how: 'retry' | 'dismiss' }) => {
      const params = { path: { accounting_link: idOf(link.name) } };
      const body = { etag: link.etag };
      return how === 'retry'
        ? unwrap(http.POST('/v1/accountingLinks/{accounting_link}:retry', { params, body }))
        : unwrap(http.POST('/v1/accountingLinks/{accounting_link}:dismiss', { params, body }));
    },
    onSettled: () => refreshAccounting(client),
  });
}
