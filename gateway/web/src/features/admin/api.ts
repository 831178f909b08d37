/** Administration's queries and changes. Live events drop any of these caches by their first key. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { components } from '@/shared/api/schema';
import type { User } from '@/shared/api/types';
import { orgUnitsQuery } from '@/shared/session/directory';
import type { Role } from './matrix';
import { afterMove, type OrgUnit } from './orgTree';

type Schemas = components['schemas'];
export type UserInput = Schemas['UserInput'];
export type UserState = Exclude<User['state'], ''>;

const PAGE = 100;
/** Counting people in the tree needs all of them; beyond this many the counts say «at least». */
const MOST_PEOPLE = 5_000;

export interface UserFilter {
  query?: string;
  org_unit?: string;
  state?: UserState[];
}

export const usersQuery = (filter: UserFilter) =>
  infiniteQueryOptions({
    queryKey: ['users', 'admin', filter],
    // People found before stay until others are: what is open over them is not swept away.
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/users', {
          params: { query: { ...filter, page_size: PAGE, page_token: pageParam || undefined } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
  });

export const everybodyQuery = queryOptions({
  queryKey: ['users', 'everybody'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const users: User[] = [];
    let page_token: string | undefined;
    do {
      const query = { page_size: 200, page_token };
      const answer = await unwrap(http.GET('/v1/users', { params: { query }, signal }));
      users.push(...answer.users);
      page_token = answer.next_page_token || undefined;
    } while (page_token && users.length < MOST_PEOPLE);
    return users;
  },
});

export const rolesQuery = queryOptions({
  queryKey: ['roles', 'list'],
  queryFn: async ({ signal }) => {
    const answer = await unwrap(http.GET('/v1/roles', { params: { query: { page_size: 200 } }, signal }));
    return answer.roles as Role[];
  },
});

export const apiKeysQuery = queryOptions({
  queryKey: ['apiKeys', 'list'],
  queryFn: async ({ signal }) =>
    (await unwrap(http.GET('/v1/apiKeys', { params: { query: { page_size: 200 } }, signal }))).api_keys,
});

export function useRoleNames(): Map<string, string> {
  const { data } = useQuery(rolesQuery);
  return new Map(data?.map((role) => [role.name, role.display_name]));
}

/** A change of one collection: its caches are asked for again whatever came of it. */
function useChange<V, R>(collection: string, act: (variables: V) => Promise<R>, handled = false) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    meta: { handled },
    onSettled: () => client.invalidateQueries({ queryKey: [collection] }),
  });
}

export const useCreateUser = () =>
  useChange('users', (body: Schemas['CreateUserRequest']) => unwrap(http.POST('/v1/users', { body })), true);

export const useUpdateUser = () =>
  useChange(
    'users',
    ({ name, ...body }: Schemas['UserPatch'] & { name: string }) =>
      unwrap(http.PATCH('/v1/users/{user}', { params: { path: { user: idOf(name) } }, body })),
    true,
  );

export const useSetUserEnabled = () =>
  useChange('users', ({ user, on }: { user: User; on: boolean }) => {
    const request = { params: { path: { user: idOf(user.name) } }, body: { etag: user.etag } };
    return unwrap(
      on ? http.POST('/v1/users/{user}:enable', request) : http.POST('/v1/users/{user}:disable', request),
    );
  });

export const useInvite = () =>
  useChange('users', (name: string) =>
    unwrap(http.POST('/v1/users/{user}:invite', { params: { path: { user: idOf(name) } }, body: {} })),
  );

export const useCreateUnit = () =>
  useChange(
    'orgUnits',
    (body: Schemas['OrgUnitInput']) =>
      unwrap(http.POST('/v1/orgUnits', { params: { query: { request_id: requestId(body) } }, body })),
    true,
  );

export const useUpdateUnit = () =>
  useChange(
    'orgUnits',
    ({ name, ...body }: Schemas['OrgUnitPatch'] & { name: string }) =>
      unwrap(http.PATCH('/v1/orgUnits/{org_unit}', { params: { path: { org_unit: idOf(name) } }, body })),
    true,
  );

/** Painted at once; the tree springs back if the server refuses. */
export function useMoveUnit() {
  const client = useQueryClient();
  const key = orgUnitsQuery.queryKey;
  return useMutation({
    mutationFn: ({ unit, parent }: { unit: OrgUnit; parent: string }) =>
      unwrap(
        http.PATCH('/v1/orgUnits/{org_unit}', {
          params: { path: { org_unit: idOf(unit.name) } },
          body: { parent, etag: unit.etag },
        }),
      ),
    onMutate: async ({ unit, parent }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData(key);
      if (before) client.setQueryData(key, afterMove(before, unit.name, parent));
      return before;
    },
    onError: (_error, _move, before) => client.setQueryData(key, before),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['orgUnits'] });
      void client.invalidateQueries({ queryKey: ['users'] });
    },
  });
}

export const useDeleteUnit = () =>
  useChange('orgUnits', (unit: OrgUnit) =>
    unwrap(
      http.DELETE('/v1/orgUnits/{org_unit}', {
        params: { path: { org_unit: idOf(unit.name) }, query: { etag: unit.etag } },
      }),
    ),
  );

export const useCreateRole = () =>
  useChange(
    'roles',
    async (body: Pick<Role, 'display_name' | 'rules' | 'field_rights'>) =>
      (await unwrap(
        http.POST('/v1/roles', { params: { query: { request_id: requestId(body) } }, body }),
      )) as Role,
  );

export const useUpdateRole = () =>
  useChange(
    'roles',
    async ({
      name,
      ...body
    }: Partial<Pick<Role, 'display_name' | 'rules' | 'field_rights'>> & {
      name: string;
      etag: string;
    }) =>
      (await unwrap(
        http.PATCH('/v1/roles/{role}', { params: { path: { role: idOf(name) } }, body }),
      )) as Role,
    true,
  );

export const useDeleteRole = () =>
  useChange('roles', (role: Role) =>
    unwrap(
      http.DELETE('/v1/roles/{role}', {
        params: { path: { role: idOf(role.name) }, query: { etag: role.etag } },
      }),
    ),
  );

export const useCreateSegment = () =>
  useChange(
    'segments',
    (body: Schemas['SegmentInput']) =>
      unwrap(http.POST('/v1/segments', { params: { query: { request_id: requestId(body) } }, body })),
    true,
  );

export const useUpdateSegment = () =>
  useChange(
    'segments',
    ({ name, ...body }: Schemas['SegmentPatch'] & { name: string }) =>
      unwrap(http.PATCH('/v1/segments/{segment}', { params: { path: { segment: idOf(name) } }, body })),
    true,
  );

export const previewSegmentQuery = (name: string, rule: Schemas['SegmentRule']) =>
  queryOptions({
    queryKey: ['segments', 'preview', name, rule],
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => unwrap(http.POST('/v1/segments:preview', { body: { name, rule }, signal })),
  });

export const useDeleteSegment = () =>
  useChange('segments', ({ name, etag }: { name: string; etag: string }) =>
    unwrap(
      http.DELETE('/v1/segments/{segment}', { params: { path: { segment: idOf(name) }, query: { etag } } }),
    ),
  );

export const useCreateKey = () =>
  useChange('apiKeys', (body: Schemas['ApiKeyInput']) => unwrap(http.POST('/v1/apiKeys', { body })), true);

export const useDeleteKey = () =>
  useChange('apiKeys', (name: string) =>
    unwrap(http.DELETE('/v1/apiKeys/{api_key}', { params: { path: { api_key: idOf(name) } } })),
  );
