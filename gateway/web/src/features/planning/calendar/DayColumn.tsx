import { type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Block, blocksOf, SHORTEST, SNAP, snapped } from '../layout';
import { clock, exactly, lengthOf } from '../moving';
import { useCategories } from '../parts/category';
import { useDropZone } from '../parts/useDropZone';
import { WorkChip } from '../parts/WorkChip';
import type { Interval } from '../rest';
import s from './Calendar.module.css';
import { type GridProps, movable } from './grid';

/** Pixels. */
export const HOUR = 48;
const USUAL = 30;
/** So high that the client has a line of his own. */
const TALL = 45;

interface Props extends GridProps {
  day: string;
  /** Minutes of the day at which nobody works. */
  rest: Interval[];
  now: number | null;
}

/** The hours of one day. */
export function DayColumn({ day, rest, now, works, zone, writes, onOpen, onMove, onAdd }: Props) {
  const { t } = useTranslation();
  const category = useCategories();
  const ref = useRef<HTMLDivElement>(null);
  const over = useDropZone(ref, writes, ({ card, top, copy }) => {
    const length = lengthOf(card) || USUAL;
    onMove(card, { when: exactly(zone, day, snapped(top, HOUR, length), length), copy });
  });
  const ghost = over && snapped(over.top, HOUR, lengthOf(over.card) || USUAL);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keys a work is made with the button of the page
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div
      ref={ref}
      className={s.column}
      data-day={day}
      onClick={(event) => {
        if (event.target !== event.currentTarget) return;
        const top = event.clientY - event.currentTarget.getBoundingClientRect().top;
        onAdd(day, snapped(top - HOUR / 4, HOUR, USUAL));
      }}
    >
      {rest.map(([from, to]) => (
        <i
          key={from}
          className={s.rest}
          style={{ top: (from / 60) * HOUR, height: ((to - from) / 60) * HOUR }}
        />
      ))}
      {blocksOf(works, day, zone).map((block) => (
        <HourBlock
          key={block.card.name || `${block.from} ${block.lane}`}
          block={block}
          category={category(block.card.action_key)}
          zone={zone}
          moves={movable(block.card, writes)}
          onOpen={onOpen}
          onResize={(to) => onMove(block.card, { when: exactly(zone, day, block.from, to - block.from) })}
        />
      ))}
      {over && ghost !== null && (
        <div
          className={s.ghost}
          style={{ top: (ghost / 60) * HOUR, height: ((lengthOf(over.card) || USUAL) / 60) * HOUR }}
        >
          {clock(ghost)} {over.copy && t('planner.copying')}
        </div>
      )}
      {now !== null && <i className={s.now} style={{ top: (now / 60) * HOUR }} />}
    </div>
  );
}

interface BlockProps {
  block: Block;
  category: string;
  zone: string;
  moves: boolean;
  onOpen: GridProps['onOpen'];
  onResize: (to: number) => void;
}

function HourBlock({ block, category, zone, moves, onOpen, onResize }: BlockProps) {
  const { card, from, lane, lanes } = block;
  const [until, setUntil] = useState<number | null>(null);
  const to = until ?? block.to;
  const minutes = Math.max(to - from, SHORTEST);
  return (
    <div
      className={s.block}
      style={{
        top: (from / 60) * HOUR,
        height: (minutes / 60) * HOUR - 2,
        left: `${(lane / lanes) * 100}%`,
        width: `${100 / lanes}%`,
      }}
    >
      <WorkChip
        card={card}
        category={category}
        zone={zone}
        moves={moves}
        wide
        className={minutes >= TALL ? s.tall : s.low}
        onOpen={onOpen}
      />
      {moves && (
        <span
          className={s.grip}
          aria-hidden
          onPointerDown={(event) => resize(event, block, setUntil, onResize)}
        />
      )}
    </div>
  );
}

/** Its lower edge follows the pointer until it is let go. */
function resize(
  event: PointerEvent<HTMLElement>,
  { from, to }: Block,
  show: (until: number | null) => void,
  done: (to: number) => void,
) {
  event.preventDefault();
  event.stopPropagation();
  const handle = event.currentTarget;
  const start = event.clientY;
  let last = to;
  handle.setPointerCapture(event.pointerId);
  const follow = (moved: globalThis.PointerEvent) => {
    const minute = Math.round((to + ((moved.clientY - start) / HOUR) * 60) / SNAP) * SNAP;
    last = Math.min(24 * 60, Math.max(from + SNAP, minute));
    show(last);
  };
  const end = (ended: Event) => {
    handle.removeEventListener('pointermove', follow);
    handle.removeEventListener('pointerup', end);
    handle.removeEventListener('pointercancel', end);
    show(null);
    if (ended.type === 'pointerup' && last !== to) done(last);
  };
  handle.addEventListener('pointermove', follow);
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
}
