/** All calls that change funnels. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Funnel } from '@/features/deals';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type FunnelInput = Schemas['FunnelInput'];

/** Creates a funnel, or saves one that is there. */
export function useSaveFunnel(handled = true) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled },
    mutationFn: ({ funnel, body }: { funnel?: Funnel; body: Partial<FunnelInput> }): Promise<Funnel> =>
      funnel
        ? unwrap(
            http.PATCH('/v1/funnels/{funnel}', {
              params: { path: { funnel: idOf(funnel.name) } },
              body: { ...body, etag: funnel.etag },
            }),
          )
        : unwrap(
            http.POST('/v1/funnels', {
              params: { query: { request_id: requestId(body) } },
              body: body as FunnelInput,
            }),
          ),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['boards'] });
      return client.invalidateQueries({ queryKey: ['funnels'] });
    },
  });
}
