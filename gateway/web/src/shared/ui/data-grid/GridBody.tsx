import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type ReactNode, type RefObject, useEffect } from 'react';
import type { Column } from './columns';
import s from './DataGrid.module.css';
import { GridRow } from './GridRow';
import { recall } from './memory';
import { wantsMore } from './paging';
import { has, type Selection } from './selection';
import type { Rows } from './useKeysetRows';

interface Props<T> {
  box: RefObject<HTMLDivElement | null>;
  scrollTo: RefObject<(index: number) => void>;
  place: string;
  rows: Rows<T>;
  count: number;
  height: number;
  columns: readonly Column<T>[];
  selection?: Selection;
  active: number;
  phone?: (row: T) => ReactNode;
  onToggle: (index: number, shift: boolean) => void;
  onOpen: (row: T, index: number, event: MouseEvent) => void;
}

const SKELETONS = 16;
const HEAD = 36;

/** Only this part redraws while scrolling; head, queries and toolbar stay still. */
export function GridBody<T extends { name: string }>(props: Props<T>) {
  const { box, scrollTo, place, rows, count, height, columns, selection, active } = props;
  const { items, hasMore, loadMore, loading } = rows;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
    initialOffset: () => recall(place).offset,
    scrollPaddingStart: HEAD,
  });
  scrollTo.current = virtual.scrollToIndex;
  // The height follows the density: what was measured for the other one is forgotten.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measures again just for a new height
  useEffect(() => virtual.measure(), [height]);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (wantsMore(last, items.length, hasMore)) loadMore();
  }, [last, items.length, hasMore, loadMore]);
  const drawn = loading
    ? Array.from({ length: SKELETONS }, (_, index) => ({ index, start: index * height }))
    : shown;
  return (
    <div
      role="rowgroup"
      className={s.body}
      style={{ height: loading ? SKELETONS * height : virtual.getTotalSize() }}
      data-stale={rows.stale || undefined}
    >
      {drawn.map((item) => {
        const row = loading ? undefined : items[item.index];
        return (
          <GridRow<T>
            key={item.index}
            id={`row-${item.index}`}
            row={row}
            index={item.index}
            y={item.start}
            height={height}
            columns={columns}
            selected={Boolean(selection && row && has(selection, row.name))}
            active={active === item.index}
            selectable={Boolean(selection)}
            phone={props.phone}
            onToggle={props.onToggle}
            onOpen={props.onOpen}
          />
        );
      })}
    </div>
  );
}
