/** Definitions of custom fields: all of them are read once, archived ones for old values' sake. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';
import type { Counterparty } from '@/shared/api/types';

type Schemas = components['schemas'];
export type CustomField = Schemas['CustomField'];
export type CustomFieldInput = Schemas['CustomFieldInput'];
export type FieldType = Exclude<CustomField['type'], ''>;
export type Resource = Exclude<CustomField['resource'], ''>;
export type FieldOption = CustomField['options'][number];

export const customFieldsQuery = queryOptions({
  queryKey: ['customFields', 'list'],
  staleTime: 300_000,
  queryFn: async ({ signal }) => {
    const found: CustomField[] = [];
    let page_token: string | undefined;
    do {
      const query = { page_size: 200, page_token, show_archived: true };
      const answer = await unwrap(http.GET('/v1/customFields', { params: { query }, signal }));
      found.push(...answer.custom_fields);
      page_token = answer.next_page_token || undefined;
    } while (page_token);
    known = found;
    return found;
  },
});

let known: readonly CustomField[] = [];

/** For texts made outside of components, on pages that read the definitions. */
export const customFieldName = (resource: Resource, key: string) =>
  known.find((field) => field.resource === resource && field.key === key)?.display_name;

const NONE: CustomField[] = [];

/** Of a resource, archived ones too, by key: for values that records still have. */
export function useAllCustomFields(resource?: Resource): Map<string, CustomField> {
  const { data = NONE } = useQuery(customFieldsQuery);
  return useMemo(
    () => new Map(data.filter((one) => one.resource === resource).map((field) => [field.key, field])),
    [data, resource],
  );
}

/** Those a form of this kind of record shows, in their order. */
export function useCustomFields(resource: Resource, kind: Counterparty['kind'] = ''): CustomField[] {
  const { data = NONE } = useQuery(customFieldsQuery);
  return useMemo(() => {
    const fits = ({ kinds }: CustomField) => kind === '' || kinds.length === 0 || kinds.includes(kind);
    return data.filter((field) => field.resource === resource && !field.archived && fits(field));
  }, [data, resource, kind]);
}

/** The list is asked for again whatever came of a change. */
function useChange<V, R>(act: (variables: V) => Promise<R>, handled = false) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { handled },
    onSettled: () => client.invalidateQueries({ queryKey: ['customFields'] }),
  });
}

const at = (field: CustomField) => ({ path: { custom_field: idOf(field.name) } });

export const useCreateField = () =>
  useChange(
    (body: CustomFieldInput) =>
      unwrap(http.POST('/v1/customFields', { params: { query: { request_id: requestId(body) } }, body })),
    true,
  );

export const useUpdateField = () =>
  useChange(
    ({ field, body }: { field: CustomField; body: Schemas['CustomFieldPatch'] }) =>
      unwrap(
        http.PATCH('/v1/customFields/{custom_field}', {
          params: at(field),
          body: { ...body, etag: field.etag },
        }),
      ),
    true,
  );

export const useSetArchived = () =>
  useChange(({ field, archived }: { field: CustomField; archived: boolean }) => {
    const request = { params: at(field), body: { etag: field.etag } };
    return unwrap(
      archived
        ? http.POST('/v1/customFields/{custom_field}:archive', request)
        : http.POST('/v1/customFields/{custom_field}:restore', request),
    );
  });

export const useDeleteField = () =>
  useChange((field: CustomField) =>
    unwrap(
      http.DELETE('/v1/customFields/{custom_field}', {
        params: { ...at(field), query: { etag: field.etag } },
      }),
    ),
  );

/** Painted at once; springs back if the server refuses. */
export function useReorder() {
  const client = useQueryClient();
  const key = customFieldsQuery.queryKey;
  return useMutation({
    mutationFn: ({ resource, names }: { resource: Resource; names: string[] }) =>
      unwrap(http.POST('/v1/customFields:reorder', { body: { resource, names } })),
    onMutate: async ({ names }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData(key);
      const place = new Map(names.map((name, index) => [name, index]));
      if (before)
        client.setQueryData(
          key,
          [...before].sort((a, b) =>
            place.has(a.name) && place.has(b.name) ? place.get(a.name)! - place.get(b.name)! : 0,
          ),
        );
      return before;
    },
    onError: (_error, _variables, before) => client.setQueryData(key, before),
    onSettled: () => client.invalidateQueries({ queryKey: ['customFields'] }),
  });
}
