/** Calls of the registry of companies: questions, the tenant's settings, a client's entry. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type RegistrySettings = Schemas['RegistrySettings'];
export type SettingsPatch = Schemas['RegistrySettingsPatch'];

const KEY = ['registrySettings'];

export const settingsQuery = queryOptions({
  queryKey: KEY,
  staleTime: 60_000,
  queryFn: ({ signal }) => unwrap(http.GET('/v1/registry/settings', { signal })),
});

export const lookUp = (inn: string, kpp: string) =>
  unwrap(http.GET('/v1/registry/parties', { params: { query: { inn, kpp: kpp || undefined } } }));

function useSettingsChange<V>(act: (variables: V) => Promise<RegistrySettings>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { handled: true },
    onSuccess: (saved) => client.setQueryData(settingsQuery.queryKey, saved),
    onError: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export const useSaveSettings = () =>
  useSettingsChange((body: SettingsPatch) => unwrap(http.PATCH('/v1/registry/settings', { body })));

export const useSetKey = () =>
  useSettingsChange((api_key: string) =>
    unwrap(http.POST('/v1/registry/settings:setKey', { body: { api_key } })),
  );

export function useTest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(http.POST('/v1/registry/settings:test', { body: {} })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useRefresh() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(
        http.POST('/v1/counterparties/{counterparty}:refreshRegistry', {
          params: { path: { counterparty: idOf(name) } },
          body: {},
        }),
      ),
    onSuccess: (row) => client.invalidateQueries({ queryKey: ['counterparties', 'item', row.name] }),
  });
}
