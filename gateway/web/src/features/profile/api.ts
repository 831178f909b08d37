/** Sessions and the password of the signed-in person; an administrator sees others' sessions too. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, unwrap } from '@/shared/api/client';

/** `user` empty = one's own. */
export const sessionsQuery = (user: string) =>
  queryOptions({
    queryKey: ['sessions', 'list', user],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          http.GET('/v1/sessions', {
            params: { query: { page_size: 100, user: user || undefined } },
            signal,
          }),
        )
      ).sessions,
  });

export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(http.DELETE('/v1/sessions/{session}', { params: { path: { session: idOf(name) } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

export function useEndOthers() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(http.POST('/v1/sessions:revokeOthers', { body: {} })),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (body: { current_password: string; new_password: string }) =>
      unwrap(http.POST('/v1/profile:changePassword', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
}
