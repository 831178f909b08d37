/** The screens of administration. */
import { createRoute } from '@tanstack/react-router';
import { readText } from '@/shared/lib/search';
import { page, parent } from './root';

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
  component: page(
    () => import('@/features/admin/SegmentsPage'),
    'SegmentsPage',
    'adminUi',
    'identity',
    'managing',
    'counterparties',
  ),
});
const funnels = createRoute({
  ...parent,
  path: '/admin/funnels',
  component: page(() => import('@/features/funnels/FunnelsPage'), 'FunnelsPage', 'funnels', 'deals'),
});
const funnel = createRoute({
  ...parent,
  path: '/admin/funnels/$id',
  component: page(() => import('@/features/funnels/FunnelPage'), 'FunnelPage', 'funnels', 'deals', 'dealsUi'),
});
const leadSettings = createRoute({
  ...parent,
  path: '/admin/lead-settings',
  validateSearch: (search: Record<string, unknown>): { part?: string } => ({ part: readText(search.part) }),
  component: page(
    () => import('@/features/leads/settings/LeadSettingsPage'),
    'LeadSettingsPage',
    'leadsUi',
    'leads',
  ),
});
const relationKinds = createRoute({
  ...parent,
  path: '/admin/relation-kinds',
  component: page(() => import('@/features/relations/KindsPage'), 'KindsPage', 'relations'),
});
const managers = createRoute({
  ...parent,
  path: '/admin/managers',
  component: page(
    () => import('@/features/managing/ManagersPage'),
    'ManagersPage',
    'managing',
    'counterparties',
    'list',
    'cp',
  ),
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
const holidays = createRoute({
  ...parent,
  path: '/admin/holidays',
  component: page(() => import('@/features/holidays/HolidaysPage'), 'HolidaysPage', 'holidays', 'adminUi'),
});
const workCalendars = createRoute({
  ...parent,
  path: '/admin/work-calendars',
  component: page(
    () => import('@/features/workCalendars/WorkCalendarsPage'),
    'WorkCalendarsPage',
    'workCalendars',
    'activities',
    'notices',
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
const accounting = createRoute({
  ...parent,
  path: '/admin/accounting',
  component: page(
    () => import('@/features/accounting/AccountingPage'),
    'AccountingPage',
    'accountingUi',
    'accounting',
  ),
});
const personalData = createRoute({
  ...parent,
  path: '/admin/personal-data',
  component: page(
    () => import('@/features/privacy/PersonalDataPage'),
    'PersonalDataPage',
    'privacy',
    'consents',
  ),
});

export const adminRoutes = [
  users,
  orgUnits,
  roles,
  substitutions,
  segments,
  managers,
  funnels,
  funnel,
  leadSettings,
  relationKinds,
  customFields,
  holidays,
  workCalendars,
  apiKeys,
  integrations,
  accounting,
  personalData,
];
