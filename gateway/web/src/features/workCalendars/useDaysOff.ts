import { useQuery } from '@tanstack/react-query';
import { isWeekend } from '@/features/works/when';
import { daysLater } from '@/shared/lib/dates';
import { workingDaysQuery } from './api';

const AHEAD = 120;

/** Which days somebody is off; further ahead, or until it is known, those of the weekend. */
export function useDaysOff(today: string, user = ''): (day: string) => boolean {
  const asked = { start_date: today, end_date: daysLater(today, AHEAD), user: user || undefined };
  const { data } = useQuery(workingDaysQuery(asked));
  const known = new Map(data?.working_days.map(({ day_date, hours }) => [day_date, hours.length === 0]));
  return (day) => known.get(day) ?? isWeekend(day);
}
