/** How the screens cache and retry: refusals are final, a lost connection is tried again. */
import { MutationCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './client';

/** The network or the server's door, not the request: worth another try. */
const AGAIN = new Set([0, 502, 503, 504]);
export const isPassing = (error: unknown) => error instanceof ApiError && AGAIN.has(error.status);

export function makeQueryClient(onMutationError: (error: unknown) => void) {
  return new QueryClient({
    mutationCache: new MutationCache({
      // A screen that shows the refusal itself sets meta.handled.
      onError: (error, _variables, _context, mutation) => {
        if (!mutation.meta?.handled) onMutationError(error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 600_000,
        retry: (count, error) => isPassing(error) && count < 2,
        retryDelay: (count) => 400 * 2 ** count,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
