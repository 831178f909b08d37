import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bar } from '../layout';
import { floating } from '../moving';
import { useCategories } from '../parts/category';
import { useDropZone } from '../parts/useDropZone';
import { WorkChip } from '../parts/WorkChip';
import s from './Calendar.module.css';
import { type GridProps, movable } from './grid';

interface Props extends GridProps {
  bars: Bar[];
}

/** What is to be done any time that day, or within several. */
export function AllDayLane({ bars, days, zone, writes, onOpen, onMove, onAdd }: Props) {
  const { t } = useTranslation();
  const category = useCategories();
  const lanes = Math.max(1, ...bars.map(({ lane }) => lane + 1));
  return (
    <section className={s.lane} aria-label={t('planner.allDay')}>
      <span className={s.laneName}>{t('planner.allDay')}</span>
      {days.map((day, at) => (
        <DayZone
          key={day}
          at={at}
          lanes={lanes}
          writes={writes}
          onDrop={(card, copy) => onMove(card, { when: floating(card, day), copy })}
          onAdd={() => onAdd(day)}
        />
      ))}
      {bars.map(({ card, from, to, lane, before, after }, at) => (
        <div
          key={card.name || at}
          className={s.bar}
          style={{ gridColumn: `${from + 2} / ${to + 3}`, gridRow: lane + 1 }}
        >
          <WorkChip
            card={card}
            category={category(card.action_key)}
            zone={zone}
            moves={movable(card, writes)}
            wide
            before={before}
            after={after}
            onOpen={onOpen}
          />
        </div>
      ))}
    </section>
  );
}

interface ZoneProps {
  at: number;
  lanes: number;
  writes: boolean;
  onDrop: (card: Bar['card'], copy: boolean) => void;
  onAdd: () => void;
}

function DayZone({ at, lanes, writes, onDrop, onAdd }: ZoneProps) {
  const ref = useRef<HTMLDivElement>(null);
  const over = useDropZone(ref, writes, ({ card, copy }) => onDrop(card, copy));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keys a work is made with the button of the page
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div
      ref={ref}
      className={s.zone}
      data-over={over ? '' : undefined}
      style={{ gridColumn: at + 2, gridRow: `1 / ${lanes + 1}` }}
      onClick={onAdd}
    />
  );
}
