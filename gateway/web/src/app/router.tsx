import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { readListSearch, readText } from '@/shared/lib/search';
import { ErrorPage } from '@/shared/ui/ErrorPage';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { adminRoutes } from './adminRoutes';
import { campaignRoutes } from './campaignRoutes';
import { planningRoutes } from './planningRoutes';
import { page, parent, root } from './root';
import { saleRoutes } from './saleRoutes';
import { parseSearch, stringifySearch } from './searchText';
import { workRoutes } from './workRoutes';

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
    'counterparties',
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
const registerCounterparty = createRoute({
  ...parent,
  path: '/counterparties/register',
  validateSearch: (
    search: Record<string, unknown>,
  ): { draft?: string; step?: string; interaction?: string } => ({
    draft: readText(search.draft),
    step: readText(search.step),
    // What the client is made of, where he is noted then.
    interaction: readText(search.interaction),
  }),
  component: page(
    () => import('@/features/counterparties/wizard/WizardPage'),
    'WizardPage',
    'wizard',
    'create',
    'counterparties',
    'registry',
    'duplicates',
    'drafts',
    'cp',
    'fields',
    'custom',
    'contacts',
  ),
});
const drafts = createRoute({
  ...parent,
  path: '/counterparties/drafts',
  component: page(
    () => import('@/features/counterparties/wizard/DraftsPage'),
    'DraftsPage',
    'wizard',
    'drafts',
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
    'counterparties',
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
const occasions = createRoute({
  ...parent,
  path: '/occasions',
  validateSearch: (search: Record<string, unknown>): { period?: string; whose?: string } => ({
    period: readText(search.period),
    whose: readText(search.whose),
  }),
  component: page(() => import('@/features/occasions/OccasionsPage'), 'OccasionsPage', 'occasions'),
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
const noticePreferences = createRoute({
  ...parent,
  path: '/profile/notices',
  component: page(() => import('@/features/notices/PreferencesPage'), 'PreferencesPage', 'notices', 'digest'),
});

const routes = [
  index,
  counterparties,
  newCounterparty,
  registerCounterparty,
  drafts,
  counterparty,
  contacts,
  occasions,
  duplicates,
  imports,
  importDesk,
  profile,
  ...planningRoutes,
  noticePreferences,
  ...workRoutes,
  ...campaignRoutes,
  ...saleRoutes,
  ...adminRoutes,
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

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
