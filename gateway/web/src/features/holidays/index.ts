/** What other features may use of this one. */
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { holidaysQuery } from './api';

export const HolidaysPicker = lazy(() =>
  import('./HolidaysPicker').then((module) => ({ default: module.HolidaysPicker })),
);

/** Titles by names; asked for when somebody has any. */
export function useHolidayTitles(wanted: boolean): Map<string, string> {
  const { data = [] } = useQuery({ ...holidaysQuery, enabled: wanted });
  return new Map(data.map(({ name, title }) => [name, title]));
}
