import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '@/shared/i18n';
import { profileQuery } from '@/shared/session/session';
import { ErrorPage } from '@/shared/ui/ErrorPage';
import { NotFound } from '@/shared/ui/NotFound';
import { Shell } from './shell/Shell';

/** A page's code and texts come together. */
export function page<M extends Record<string, unknown>, K extends keyof M & string>(
  load: () => Promise<M>,
  name: K,
  ...texts: string[]
) {
  const both = async () => (await Promise.all([load(), loadTexts(...texts)]))[0];
  return lazyRouteComponent(both as never, name as never);
}

interface Context {
  client: QueryClient;
}

export const root = createRootRouteWithContext<Context>()({
  component: Shell,
  // Every screen needs to know who is asking and what he may do.
  loader: ({ context }) => context.client.ensureQueryData(profileQuery),
  errorComponent: ErrorPage,
  notFoundComponent: NotFound,
});
export const parent = { getParentRoute: () => root } as const;
