import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { civilIn } from '@/shared/lib/zones';
import { dayName } from '../dates';
import { barsOf } from '../layout';
import { clock, minuteOf } from '../moving';
import { byDate, restOf } from '../rest';
import { AllDayLane } from './AllDayLane';
import s from './Calendar.module.css';
import { DayColumn, HOUR } from './DayColumn';
import { dayTitle, type GridProps } from './grid';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const OPENS_AT = 7.5;

interface Props extends GridProps {
  onDay: (day: string) => void;
}

/** Days side by side: floating works above, exact ones by the hour. */
export function TimeGrid({ onDay, ...grid }: Props) {
  const { t, i18n } = useTranslation();
  const { days, today, zone, works, working } = grid;
  const known = byDate(working);
  const box = useRef<HTMLDivElement>(null);
  const now = useNow();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    element.scrollTop = OPENS_AT * HOUR;
    const present = element.querySelector<HTMLElement>('[data-today]');
    const gutter = present?.parentElement?.firstElementChild;
    // Where a week does not fit, it begins with today.
    if (present && gutter) element.scrollLeft = present.offsetLeft - gutter.clientWidth;
    return combine(autoScrollForElements({ element }));
  }, []);
  const columns = { '--days': days.length } as CSSProperties;
  return (
    <section
      className={s.box}
      ref={box}
      style={columns} // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too
      tabIndex={0}
      aria-label={t('planner.calendar')}
    >
      <div className={s.top}>
        <div className={s.heads}>
          <span />
          {days.map((day) => (
            <button
              key={day}
              type="button"
              className={s.head}
              data-today={day === today || undefined}
              data-kind={known.get(day)?.kind}
              title={dayTitle(t, known.get(day))}
              onClick={() => onDay(day)}
            >
              {dayName(i18n.language, day)} <b>{Number(day.slice(8))}</b>
            </button>
          ))}
        </div>
        <AllDayLane {...grid} bars={barsOf(works, days, zone)} />
      </div>
      <div className={s.hours} style={{ height: 24 * HOUR }}>
        <div className={s.gutter} aria-hidden>
          {HOURS.map((hour) => (
            <span key={hour} style={{ top: hour * HOUR }}>
              {hour > 0 && clock(hour * 60)}
            </span>
          ))}
        </div>
        {days.map((day) => (
          <DayColumn
            key={day}
            {...grid}
            day={day}
            rest={restOf(working, day, zone)}
            now={civilIn(zone, now).date === day ? minuteOf(new Date(now).toISOString(), zone) : null}
          />
        ))}
      </div>
    </section>
  );
}

/** The present, minute by minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 60_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
