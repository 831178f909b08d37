/** What a notice says, and until when it may be put off (pure). */
import { idOf } from '@/shared/api/client';
import type { Notice } from './api';

const MINUTE = 60_000;
export const SNOOZES = ['minutes15', 'hour', 'hours3', 'tomorrow'] as const;
export type Snooze = (typeof SNOOZES)[number];
const MINUTES: Record<Exclude<Snooze, 'tomorrow'>, number> = { minutes15: 15, hour: 60, hours3: 180 };

export function until(choice: Snooze, now = new Date()): Date {
  if (choice !== 'tomorrow') return new Date(now.getTime() + MINUTES[choice] * MINUTE);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9);
}

/** How many works it speaks of, if it speaks of several. */
export const several = (notice: Notice) => Number(notice.facts.count ?? 0);

export const COLORS: Record<string, string> = {
  REMINDER: 'blue',
  OVERDUE: 'red',
  ESCALATION: 'orange',
  ASSIGNED: 'violet',
  CLOSED: 'green',
};

/** Where it leads: to its record, else to the list of the works it speaks of. */
export function placeOf(notice: Notice) {
  if (notice.record.startsWith('works/')) {
    return { to: '/works/$id' as const, params: { id: idOf(notice.record) } };
  }
  const mine = notice.kind === 'OVERDUE' ? { owner: ['users/me'] } : {};
  return { to: '/works' as const, search: { overdue: 'true' as const, ...mine } };
}
