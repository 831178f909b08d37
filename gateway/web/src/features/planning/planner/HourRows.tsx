import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { civilIn } from '@/shared/lib/zones';
import type { PlannerCell, PlannerRow } from '../api';
import { blocksOf, SNAP } from '../layout';
import { clock, exactly, floating, isExact, lengthOf, minuteOf } from '../moving';
import { useCategories } from '../parts/category';
import { useDropZone } from '../parts/useDropZone';
import { WorkChip } from '../parts/WorkChip';
import { More } from './More';
import { Person } from './Person';
import s from './Planner.module.css';
import { landing, type Rows, type RowsProps } from './rows';

const ROW = 76;
/** Hours that are shown, and how wide one is. */
const [FROM, TO, WIDE] = [7, 22, 92];
const HOURS = Array.from({ length: TO - FROM }, (_, at) => FROM + at);
const USUAL = 30;

/** One day by the hour: floating works at the left, exact ones along the clock. */
export function HourRows({ rows, ...grid }: Rows) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    element.scrollLeft = (8.5 - FROM) * WIDE;
    return autoScrollForElements({ element });
  }, []);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 4,
  });
  const style = { '--track': `${HOURS.length * WIDE}px`, '--hour': `${WIDE}px` } as CSSProperties;
  return (
    <section
      ref={box}
      className={s.box}
      data-hours
      style={style}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too
      tabIndex={0}
      aria-label={t('planner.planner')}
    >
      <div className={s.heads}>
        <span className={s.corner}>{t('planner.people')}</span>
        <span className={s.head}>{t('planner.allDay')}</span>
        <span className={s.clocks} aria-hidden>
          {HOURS.map((hour) => (
            <span key={hour}>{clock(hour * 60)}</span>
          ))}
        </span>
      </div>
      <div className={s.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          const cell = row?.cells[0];
          if (!row || !cell) return null;
          return (
            <div
              key={row.user}
              className={s.row}
              style={{ height: ROW, transform: `translateY(${start}px)` }}
              data-user={row.user}
            >
              <div className={s.label}>
                <Person row={row} onHandOver={grid.onHandOver} />
              </div>
              <AnyTime {...grid} row={row} cell={cell} />
              <Track {...grid} row={row} cell={cell} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

interface PartProps extends RowsProps {
  row: PlannerRow;
  cell: PlannerCell;
}

function AnyTime({ row, cell, days, zone, writes, onOpen, onMove }: PartProps) {
  const category = useCategories();
  const [day = ''] = days;
  const ref = useRef<HTMLDivElement>(null);
  const over = useDropZone(ref, writes, ({ card }) => {
    if (isExact(card)) {
      const owner = card.owner === row.user ? undefined : row.user;
      onMove(card, { when: floating(card, day), owner, cell: { user: row.user, day } });
      return;
    }
    const lands = landing(card, row.user, day, zone);
    if (lands) onMove(card, lands);
  });
  const works = cell.first.filter((card) => !isExact(card));
  return (
    <div ref={ref} className={s.anyTime} data-day={day} data-over={over ? '' : undefined}>
      {works.slice(0, 2).map((card, at) => (
        <WorkChip
          key={card.name || at}
          card={card}
          category={category(card.action_key)}
          zone={zone}
          moves={writes && card.state === 'OPEN' && card.name !== ''}
          onOpen={onOpen}
        />
      ))}
      {works.length > 2 && <More row={row} day={day} count={works.length - 2} />}
    </div>
  );
}

/** Of the hours shown, those that he does not work; `row` tells of one day. */
function restAround({ working_hours }: PlannerRow, zone: string): [number, number][] {
  const rest: [number, number][] = [];
  let ended = FROM * 60;
  for (const { start_time, end_time } of working_hours) {
    const from = minuteOf(start_time ?? '', zone);
    if (from > ended) rest.push([ended, Math.min(from, TO * 60)]);
    // Until midnight is until the end of what is shown.
    ended = Math.max(ended, minuteOf(end_time ?? '', zone) || TO * 60);
  }
  if (ended < TO * 60) rest.push([ended, TO * 60]);
  return rest.filter(([from, to]) => to > from);
}

const at = (minute: number) => ((minute - FROM * 60) / 60) * WIDE;

function Track({ row, cell, days, zone, today, writes, onOpen, onMove }: PartProps) {
  const category = useCategories();
  const [day = ''] = days;
  const ref = useRef<HTMLDivElement>(null);
  const minuteAt = (left: number) =>
    Math.max(FROM * 60, Math.min(TO * 60 - SNAP, Math.round((FROM * 60 + (left / WIDE) * 60) / SNAP) * SNAP));
  const over = useDropZone(ref, writes, ({ card, left }) => {
    const when = exactly(zone, day, minuteAt(left), lengthOf(card) || USUAL);
    const owner = card.owner === row.user ? undefined : row.user;
    onMove(card, { when, owner, cell: { user: row.user, day } });
  });
  const now = today === day ? minuteOf(new Date().toISOString(), zone) : -1;
  return (
    <div ref={ref} className={s.track} data-track={day} data-off={cell.working_minutes === 0 || undefined}>
      {cell.working_minutes > 0 &&
        restAround(row, zone).map(([start, end]) => (
          <i key={start} className={s.rest} style={{ left: at(start), width: at(end) - at(start) }} />
        ))}
      {blocksOf(cell.first, day, zone).map(({ card, from, to, lane, lanes }) => (
        <div
          key={card.name || `${from} ${lane}`}
          className={s.block}
          style={{
            left: Math.max(0, at(from)) + 1,
            width: Math.max(26, at(Math.min(to, TO * 60)) - Math.max(0, at(from)) - 2),
            top: 4 + (lane * (ROW - 9)) / lanes,
            height: (ROW - 9) / lanes - 2,
          }}
        >
          <WorkChip
            card={card}
            category={category(card.action_key)}
            zone={zone}
            moves={writes && card.state === 'OPEN' && card.name !== ''}
            className={s.filled}
            onOpen={onOpen}
          />
        </div>
      ))}
      {over && (
        <div
          className={s.ghost}
          style={{
            left: at(minuteAt(over.left)),
            width: Math.max(44, ((lengthOf(over.card) || USUAL) / 60) * WIDE),
          }}
        >
          {clock(minuteAt(over.left))}
        </div>
      )}
      {now >= FROM * 60 && civilIn(zone, Date.now()).date === day && (
        <i className={s.now} style={{ left: at(now) }} />
      )}
    </div>
  );
}
