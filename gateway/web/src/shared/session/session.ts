/** The signed-in person: profile, rights and the preferences that follow him between machines. */
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ApiError, http, unwrap } from '../api/client';
import type { FieldRight, Profile, Tenant, User } from '../api/types';

export type Access = 'NONE' | 'MASKED' | 'READ' | 'WRITE';

/** The profile without the nulls that a signed-in person never has. */
export interface Me {
  user: User;
  tenant: Tenant;
  permissions: string[];
  field_rights: FieldRight[];
  preferences: Record<string, unknown>;
  /** Whom he stands in for today. */
  substitutions: Profile['substitutions'];
  /** Who looks on as this person; then nothing can be changed. */
  viewed_by: string;
}

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: async ({ signal }): Promise<Me> => {
    const profile = await unwrap(http.GET('/v1/profile', { signal }));
    const { user, tenant, preferences } = profile;
    if (!user || !tenant) throw new ApiError({ title: '', status: 0, reason: 'UNAUTHENTICATED' });
    return { ...profile, user, tenant, preferences: preferences ?? {} };
  },
  staleTime: 300_000,
});

export const useProfile = () => useSuspenseQuery(profileQuery).data;

/** What the caller may do with a field of a resource in a market state; WRITE unless a right says
 * less. A right for one state outweighs one for any. */
export function fieldAccess(
  rights: readonly FieldRight[],
  resource: string,
  field: string,
  marketState = '',
): Access {
  const ours = rights.filter((r) => r.resource === resource && r.field === field);
  const right =
    ours.findLast((r) => r.market_state && r.market_state === marketState) ??
    ours.findLast((r) => !r.market_state);
  return (right?.access as Access | undefined) || 'WRITE';
}

/** `can('counterparties.export')`: only paints; the server is the judge. */
export function useCan() {
  const { permissions } = useProfile();
  return useCallback((permission: string) => permissions.includes(permission), [permissions]);
}

export interface ColumnLayout {
  /** Visible columns in order. */
  order: string[];
  widths: Record<string, number>;
}

export interface Preferences {
  density?: 'compact' | 'comfortable';
  language?: 'ru' | 'en';
  theme?: 'light' | 'dark' | 'auto';
  columns?: Record<string, ColumnLayout>;
  /** How this person entered a new client last. */
  create?: 'wizard' | 'expert';
}

export const usePreferences = (): Preferences => useProfile().preferences as Preferences;

/** Keeps preferences at once in the cache, then on the server. A refusal is not worth a message. */
export function useSavePreferences() {
  const client = useQueryClient();
  const { mutate } = useMutation({
    meta: { handled: true },
    scope: { id: 'preferences' },
    mutationFn: (preferences: Record<string, unknown>) =>
      unwrap(http.PATCH('/v1/profile/preferences', { body: { preferences } })),
  });
  return useCallback(
    (patch: Preferences) => {
      const before = client.getQueryData(profileQuery.queryKey);
      if (!before) return;
      const preferences = { ...before.preferences, ...patch };
      client.setQueryData(profileQuery.queryKey, { ...before, preferences });
      mutate(preferences);
    },
    [client, mutate],
  );
}
