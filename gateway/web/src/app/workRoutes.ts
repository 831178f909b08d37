/** The screens of works. */
import { createRoute } from '@tanstack/react-router';
import { readInteractionSearch } from '@/features/interactions/search';
import { readWorkSearch } from '@/features/works/search';
import { readText } from '@/shared/lib/search';
import { page, parent } from './root';

const works = createRoute({
  ...parent,
  path: '/works',
  validateSearch: readWorkSearch,
  component: page(() => import('@/features/works/WorksPage'), 'WorksPage', 'works', 'list', 'activities'),
});
const work = createRoute({
  ...parent,
  path: '/works/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } => ({ tab: readText(search.tab) }),
  component: page(
    () => import('@/features/works/WorkPage'),
    'WorkPage',
    'works',
    'campaigns',
    'activities',
    'history',
    'card',
    'cp',
  ),
});
const series = createRoute({
  ...parent,
  path: '/repeated-works',
  component: page(
    () => import('@/features/series/SeriesPage'),
    'SeriesPage',
    'series',
    'works',
    'activities',
  ),
});
const interactions = createRoute({
  ...parent,
  path: '/interactions',
  validateSearch: readInteractionSearch,
  component: page(
    () => import('@/features/interactions/InteractionsPage'),
    'InteractionsPage',
    'interactions',
    'works',
    'activities',
  ),
});
const settings = createRoute({
  ...parent,
  path: '/admin/work-settings',
  validateSearch: (search: Record<string, unknown>): { part?: string } => ({ part: readText(search.part) }),
  component: page(
    () => import('@/features/works/settings/SettingsPage'),
    'SettingsPage',
    'works',
    'workSetup',
    'activities',
  ),
});

export const workRoutes = [works, work, series, interactions, settings];
