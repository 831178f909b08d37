/** What every view of the calendar is given. */
import type { TFunction } from 'i18next';
import type { WorkingDay } from '@/features/workCalendars';
import type { WorkCard } from '../api';
import type { WorkingDays } from '../rest';
import type { Landing } from '../useMoves';

export interface GridProps {
  works: WorkCard[];
  days: string[];
  /** When whose calendar it is works. */
  working?: WorkingDays;
  zone: string;
  today: string;
  writes: boolean;
  onOpen: (card: WorkCard) => void;
  onMove: (card: WorkCard, landing: Landing) => void;
  /** A new work that day; at a minute of it, if one is pointed at. */
  onAdd: (day: string, minute?: number) => void;
}

/** Whether this one may be dragged: open, and one that may be seen. */
export const movable = (card: WorkCard, writes: boolean) =>
  writes && card.state === 'OPEN' && card.name !== '';

/** Why a day is not as others are. */
export const dayTitle = (t: TFunction, day?: WorkingDay) =>
  day && (day.comment || !['WORKING', 'WEEKEND'].includes(day.kind))
    ? day.comment || t(`enums.WorkingDay.Kind.${day.kind}`)
    : undefined;
