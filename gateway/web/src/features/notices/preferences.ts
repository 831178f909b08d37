/** How the signed-in person wants to be told. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Preferences = Schemas['NoticePreferences'];
export type Kind = Exclude<Schemas['NoticeKind'], ''>;
export const KINDS: readonly Kind[] = ['REMINDER', 'OVERDUE', 'ESCALATION', 'ASSIGNED', 'CLOSED'];

export const preferencesQuery = queryOptions({
  queryKey: ['notices', 'preferences'],
  queryFn: ({ signal }) => unwrap(http.GET('/v1/noticePreferences', { signal })),
});

/** Shown at once, one after another kept. */
export function useChoose() {
  const client = useQueryClient();
  const { queryKey } = preferencesQuery;
  return useMutation({
    scope: { id: 'notice-preferences' },
    mutationFn: (patch: Partial<Preferences>) =>
      unwrap(http.PATCH('/v1/noticePreferences', { body: patch as Preferences })),
    onMutate: (patch) => {
      const before = client.getQueryData(queryKey);
      if (before) client.setQueryData(queryKey, { ...before, ...patch });
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

export const toggled = (kinds: readonly string[], kind: Kind) =>
  KINDS.filter((each) => (each === kind ? !kinds.includes(kind) : kinds.includes(each)));
