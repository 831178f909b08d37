import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkingDay } from '@/features/workCalendars';
import type { CalendarWorks } from '../api';
import { dayName, isWeekend, longDay, monthOf } from '../dates';
import { onDay } from '../layout';
import { toDay } from '../moving';
import { useCategories } from '../parts/category';
import { useDropZone } from '../parts/useDropZone';
import { WorkChip } from '../parts/WorkChip';
import { byDate, isOff } from '../rest';
import s from './Calendar.module.css';
import { dayTitle, type GridProps, movable } from './grid';

interface Props extends GridProps {
  /** A day of the month. */
  month: string;
  more: CalendarWorks['more'];
  onDay: (day: string) => void;
}
const SHOWN = 4;

/** Whole weeks, the first works of each day. */
export function MonthGrid({ month, more, onDay: openDay, ...grid }: Props) {
  const { t, i18n } = useTranslation();
  const known = byDate(grid.working);
  const counts = new Map(more.map(({ more_date, works }) => [more_date ?? '', works]));
  return (
    <section className={s.month} aria-label={t('planner.calendar')}>
      <div className={s.weekdays} aria-hidden>
        {grid.days.slice(0, 7).map((day) => (
          <span key={day}>{dayName(i18n.language, day)}</span>
        ))}
      </div>
      <div className={s.weeks}>
        {grid.days.map((day) => (
          <Day
            key={day}
            {...grid}
            day={day}
            other={monthOf(day) !== monthOf(month)}
            count={counts.get(day) ?? 0}
            known={known.get(day)}
            openDay={openDay}
          />
        ))}
      </div>
    </section>
  );
}

interface DayProps extends GridProps {
  day: string;
  other: boolean;
  /** How many there are, if not all are here. */
  count: number;
  known?: WorkingDay;
  openDay: (day: string) => void;
}

function Day({ day, other, count, known, openDay, works, zone, today, ...grid }: DayProps) {
  const { writes, onOpen, onMove, onAdd } = grid;
  const { t, i18n } = useTranslation();
  const category = useCategories();
  const ref = useRef<HTMLDivElement>(null);
  const over = useDropZone(ref, writes, ({ card, copy }) =>
    onMove(card, { when: toDay(card, day, zone), copy }),
  );
  const here = onDay(works, day, zone);
  const shown = here.slice(0, SHOWN);
  const hidden = Math.max(count, here.length) - shown.length;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keys a work is made with the button of the page
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div
      ref={ref}
      className={s.cell}
      data-day={day}
      data-other={other || undefined}
      data-off={(known ? isOff(known) : isWeekend(day)) || undefined}
      data-kind={known?.kind}
      data-over={over ? '' : undefined}
      onClick={(event) => event.target === event.currentTarget && onAdd(day)}
    >
      <button
        type="button"
        className={s.number}
        data-today={day === today || undefined}
        aria-label={longDay(i18n.language, day)}
        title={dayTitle(t, known)}
        onClick={() => openDay(day)}
      >
        {Number(day.slice(8))}
      </button>
      {shown.map((card, at) => (
        <WorkChip
          key={card.name || at}
          card={card}
          category={category(card.action_key)}
          zone={zone}
          moves={movable(card, writes)}
          onOpen={onOpen}
        />
      ))}
      {hidden > 0 && (
        <button type="button" className={s.more} onClick={() => openDay(day)}>
          {t('planner.more', { count: hidden })}
        </button>
      )}
      {here.length > 0 && <span className={s.dots}>{Math.max(count, here.length)}</span>}
    </div>
  );
}
