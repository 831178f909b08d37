import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { ActionIcon } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlannerCell, PlannerRow } from '../api';
import { dayName, longDay } from '../dates';
import { useCategories } from '../parts/category';
import { useDropZone } from '../parts/useDropZone';
import { WorkChip } from '../parts/WorkChip';
import { More } from './More';
import { Load, Person } from './Person';
import s from './Planner.module.css';
import { landing, type Rows, type RowsProps } from './rows';

const ROW = 136;
const SHOWN = 3;

/** A cell for each day: its load and its first works. `flat`: of a phone, where each is as high as it is. */
export function WeekRows({ rows, flat, ...grid }: Rows & { flat: boolean }) {
  const { t, i18n } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => (box.current ? autoScrollForElements({ element: box.current }) : undefined), []);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 3,
    enabled: !flat,
  });
  const style = { '--days': grid.days.length } as CSSProperties;
  const shown = flat
    ? rows.map((row) => ({ row, style: undefined as CSSProperties | undefined }))
    : virtual.getVirtualItems().flatMap(({ index, start }) => {
        const row = rows[index];
        return row ? [{ row, style: { height: ROW, transform: `translateY(${start}px)` } }] : [];
      });
  return (
    <section
      ref={box}
      className={s.box}
      style={style}
      data-flat={flat || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys, too
      tabIndex={0}
      aria-label={t('planner.planner')}
    >
      {!flat && (
        <div className={s.heads}>
          <span className={s.corner}>{t('planner.people')}</span>
          {grid.days.map((day) => (
            <span key={day} className={s.head} data-today={day === grid.today || undefined}>
              {dayName(i18n.language, day)} <b>{Number(day.slice(8))}</b>
            </span>
          ))}
        </div>
      )}
      <div className={s.rows} style={flat ? undefined : { height: virtual.getTotalSize() }}>
        {shown.map(({ row, style: place }) => (
          <div key={row.user} className={s.row} style={place} data-user={row.user}>
            <div className={s.label}>
              <Person row={row} onHandOver={grid.onHandOver} />
            </div>
            {row.cells.map((cell, at) => (
              <Cell
                key={grid.days[at]}
                {...grid}
                row={row}
                cell={cell}
                day={grid.days[at] ?? ''}
                most={flat ? cell.first.length : SHOWN}
              />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

interface CellProps extends RowsProps {
  row: PlannerRow;
  cell: PlannerCell;
  day: string;
  most: number;
}

const Cell = memo(function Cell({ row, cell, day, most, zone, writes, onOpen, onMove, onAdd }: CellProps) {
  const { t, i18n } = useTranslation();
  const category = useCategories();
  const ref = useRef<HTMLDivElement>(null);
  const over = useDropZone(ref, writes, ({ card }) => {
    const lands = landing(card, row.user, day, zone);
    if (lands) onMove(card, lands);
  });
  const shown = cell.first.slice(0, most);
  const hidden = cell.works - shown.length;
  return (
    <div
      ref={ref}
      className={s.cell}
      data-day={day}
      data-off={cell.working_minutes === 0 || undefined}
      data-over={over ? '' : undefined}
    >
      <div className={s.cellHead}>
        {cell.works > 0 ? <Load {...cell} /> : <span className={s.empty} />}
        {(cell.plus > 0 || cell.minus > 0) && (
          <span
            className={`num ${s.signs}`}
            title={t('planner.signs', { plus: cell.plus, minus: cell.minus })}
          >
            +{cell.plus} −{cell.minus}
          </span>
        )}
        {onAdd && (
          <ActionIcon
            className={s.add}
            variant="subtle"
            size={24}
            aria-label={t('planner.addFor', { name: row.display_name, day: longDay(i18n.language, day) })}
            onClick={() => onAdd(row.user, day)}
          >
            <IconPlus size={14} />
          </ActionIcon>
        )}
      </div>
      {shown.map((card, at) => (
        <WorkChip
          key={card.name || at}
          card={card}
          category={category(card.action_key)}
          zone={zone}
          moves={writes && card.state === 'OPEN' && card.name !== ''}
          onOpen={onOpen}
        />
      ))}
      {hidden > 0 && <More row={row} day={day} count={hidden} />}
    </div>
  );
});
