/** The screens of days and people: my day, calendar, planner. */
import { createRoute } from '@tanstack/react-router';
import { readCalendarSearch, readPlannerSearch } from '@/features/planning/search';
import { readText } from '@/shared/lib/search';
import { page, parent } from './root';

const TEXTS = ['planner', 'works', 'activities', 'workCalendars'] as const;
const myDay = createRoute({
  ...parent,
  path: '/my-day',
  validateSearch: (search: Record<string, unknown>): { user?: string } => ({ user: readText(search.user) }),
  component: page(() => import('@/features/planning/day/MyDayPage'), 'MyDayPage', ...TEXTS),
});
const calendar = createRoute({
  ...parent,
  path: '/calendar',
  validateSearch: readCalendarSearch,
  component: page(() => import('@/features/planning/calendar/CalendarPage'), 'CalendarPage', ...TEXTS),
});
const planner = createRoute({
  ...parent,
  path: '/planner',
  validateSearch: readPlannerSearch,
  component: page(() => import('@/features/planning/planner/PlannerPage'), 'PlannerPage', ...TEXTS),
});

export const planningRoutes = [myDay, calendar, planner];
