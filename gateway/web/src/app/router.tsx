import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { loadTexts } from '@/shared/i18n';
import { readListSearch, readText } from '@/shared/lib/search';
import { profileQuery } from '@/shared/session/session';
import { ErrorPage } from '@/shared/ui/ErrorPage';
import { NotFound } from '@/shared/ui/NotFound';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { Shell } from './shell/Shell';

/** A page's code and texts come together. */
function page<M extends Record<string, unknown>, K extends keyof M & string>(
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

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  // Every screen needs to know who is asking and what he may do.
  loader: ({ context }) => context.client.ensureQueryData(profileQuery),
  errorComponent: ErrorPage,
  notFoundComponent: NotFound,
});
const parent = { getParentRoute: () => root } as const;

const index = createRoute({
  ...parent,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/counterparties' });
  },
});
const counterparties = createRoute({
  ...parent,
  path: '/counterparties',
  validateSearch: readListSearch,
  component: page(
    () => import('@/features/counterparties/list/CounterpartiesPage'),
    'CounterpartiesPage',
    'list',
    'cp',
    'custom',
  ),
});
const newCounterparty = createRoute({
  ...parent,
  path: '/counterparties/new',
  component: page(
    () => import('@/features/counterparties/create/CreateCounterpartyPage'),
    'CreateCounterpartyPage',
    'create',
    'duplicates',
    'registry',
    'cp',
    'fields',
    'custom',
  ),
});
const counterparty = createRoute({
  ...parent,
  path: '/counterparties/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } => ({ tab: readText(search.tab) }),
  component: page(
    () => import('@/features/counterparties/card/CounterpartyPage'),
    'CounterpartyPage',
    'card',
    'registry',
    'cp',
    'fields',
    'custom',
    'contacts',
  ),
});
const contacts = createRoute({
  ...parent,
  path: '/contacts',
  validateSearch: (search: Record<string, unknown>): { query?: string } => ({
    query: readText(search.query),
  }),
  component: page(
    () => import('@/features/contacts/ContactsPage'),
    'ContactsPage',
    'contacts',
    'cp',
    'custom',
  ),
});
const duplicates = createRoute({
  ...parent,
  path: '/duplicates',
  component: page(
    () => import('@/features/duplicates/DuplicatesPage'),
    'DuplicatesPage',
    'duplicates',
    'cp',
    'counterparties',
  ),
});
const imports = createRoute({
  ...parent,
  path: '/imports',
  component: page(
    () => import('@/features/imports/ImportsPage'),
    'ImportsPage',
    'importsUi',
    'imports',
    'counterparties',
  ),
});
const importDesk = createRoute({
  ...parent,
  path: '/imports/$id',
  validateSearch: (
    search: Record<string, unknown>,
  ): { step?: string; verdict?: string; reason?: string; row?: string } => ({
    step: readText(search.step),
    verdict: readText(search.verdict),
    reason: readText(search.reason),
    row: readText(search.row),
  }),
  component: page(
    () => import('@/features/imports/ImportPage'),
    'ImportPage',
    'importsUi',
    'imports',
    'counterparties',
    'customFields',
  ),
});
const users = createRoute({
  ...parent,
  path: '/admin/users',
  component: page(
    () => import('@/features/admin/UsersPage'),
    'UsersPage',
    'adminUi',
    'offboarding',
    'identity',
    'counterparties',
    'profileUi',
  ),
});
const orgUnits = createRoute({
  ...parent,
  path: '/admin/org-units',
  component: page(() => import('@/features/admin/OrgUnitsPage'), 'OrgUnitsPage', 'adminUi', 'identity'),
});
const roles = createRoute({
  ...parent,
  path: '/admin/roles',
  validateSearch: (search: Record<string, unknown>): { role?: string } => ({ role: readText(search.role) }),
  component: page(
    () => import('@/features/admin/RolesPage'),
    'RolesPage',
    'adminUi',
    'identity',
    'counterparties',
  ),
});
const segments = createRoute({
  ...parent,
  path: '/admin/segments',
  component: page(() => import('@/features/admin/SegmentsPage'), 'SegmentsPage', 'adminUi', 'identity'),
});
const customFields = createRoute({
  ...parent,
  path: '/admin/fields',
  component: page(
    () => import('@/features/customFields/FieldsPage'),
    'FieldsPage',
    'customFields',
    'custom',
    'adminUi',
  ),
});
const apiKeys = createRoute({
  ...parent,
  path: '/admin/api-keys',
  component: page(
    () => import('@/features/admin/ApiKeysPage'),
    'ApiKeysPage',
    'adminUi',
    'identity',
    'counterparties',
  ),
});
const substitutions = createRoute({
  ...parent,
  path: '/admin/substitutions',
  component: page(
    () => import('@/features/substitutions/SubstitutionsPage'),
    'SubstitutionsPage',
    'substitutions',
    'identity',
  ),
});
const integrations = createRoute({
  ...parent,
  path: '/admin/integrations',
  component: page(() => import('@/features/registry/IntegrationsPage'), 'IntegrationsPage', 'registry'),
});
const profile = createRoute({
  ...parent,
  path: '/profile',
  component: page(
    () => import('@/features/profile/ProfilePage'),
    'ProfilePage',
    'profileUi',
    'substitutions',
    'identity',
  ),
});

const routes = [
  index,
  counterparties,
  newCounterparty,
  counterparty,
  contacts,
  duplicates,
  imports,
  importDesk,
  users,
  orgUnits,
  roles,
  substitutions,
  segments,
  customFields,
  apiKeys,
  integrations,
  profile,
];

export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren(routes),
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadDelay: 60,
    defaultPendingMs: 150,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: ErrorPage,
    // Filters stay readable in the address: repeated keys for lists, no JSON.
    parseSearch,
    stringifySearch,
  });

function parseSearch(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  const params = new URLSearchParams(text);
  for (const key of new Set(params.keys())) {
    const all = params.getAll(key);
    found[key] = all.length > 1 ? all : all[0]!;
  }
  return found;
}

function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one));
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
