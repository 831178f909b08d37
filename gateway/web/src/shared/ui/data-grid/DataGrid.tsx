import { type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useKeys } from '../../lib/keys';
import type { ColumnLayout } from '../../session/session';
import { arrange, type Column, defaultOrder, moveColumn } from './columns';
import s from './DataGrid.module.css';
import { GridBody } from './GridBody';
import { GridHead } from './GridHead';
import { recall, remember } from './memory';
import { rowCount } from './paging';
import { include, NOTHING, type Selection, toggle } from './selection';
import { useAhead } from './useAhead';
import type { Rows } from './useKeysetRows';

export interface DataGridProps<T> {
  label: string;
  columns: readonly Column<T>[];
  layout?: ColumnLayout;
  onLayout?: (layout: ColumnLayout) => void;
  rows: Rows<T>;
  /** Rows in the whole filter if known, for screen readers. */
  total?: number;
  sort?: string;
  onSort?: (order: string | undefined) => void;
  selection?: Selection;
  onSelection?: (selection: Selection) => void;
  onOpen: (row: T, event?: MouseEvent) => void;
  /** The active row is another one now: by keys or by a click. */
  onActive?: (row: T) => void;
  /** What the space bar does instead of selecting, which X does anyway. */
  onPeek?: (row: T) => void;
  /** Single keys for the active row; `cell` is where its column is, or else the row. */
  rowKeys?: Record<string, (row: T, cell: (column: string) => Element | null) => void>;
  /** What identifies the list: coming back to the same one finds the same place. */
  place: string;
  rowHeight: number;
  /** One cell instead of columns on a narrow screen. */
  phone?: (row: T) => ReactNode;
  empty: ReactNode;
}

const CHECK = 44;
const SHIFT = 'shift+';
/** Keys that work wherever the focus is; the rest are pressed in the grid itself. */
const ANYWHERE = ['KeyJ', 'KeyK', 'KeyX', `${SHIFT}KeyX`];
const MOVES: Record<string, (active: number, last: number) => number> = {
  KeyJ: (active) => active + 1,
  KeyK: (active) => active - 1,
  ArrowDown: (active) => active + 1,
  ArrowUp: (active) => active - 1,
  PageDown: (active) => active + 15,
  PageUp: (active) => active - 15,
  Home: () => 0,
  End: (_active, last) => last,
};

export function DataGrid<T extends { name: string }>(props: DataGridProps<T>) {
  const { rows, layout, onLayout, selection, onSelection, onOpen, place, phone } = props;
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(() => recall(place).active);
  const anchor = useRef(0);
  const scrollTo = useRef<(index: number) => void>(() => undefined);
  const [resizing, setResizing] = useState<Record<string, number>>({});
  const columns = useMemo(
    () => arrange(props.columns, merged(props.columns, layout, resizing)),
    [props.columns, layout, resizing],
  );
  const template = useTemplate(columns, Boolean(selection), Boolean(phone));
  const total = rowCount(rows.items.length, rows.hasMore);
  usePlace(place, box, active, setActive);
  // The list may have become shorter than it was left, or than it was a moment ago.
  const last = Math.max(0, rows.items.length - 1);
  if (!rows.loading && active > last) setActive(last);

  // Rows of the filter before are only looked at: a selection belongs to the new one.
  const latest = useRef({ selection, items: rows.items, stale: rows.stale, onSelection, onOpen });
  latest.current = { selection, items: rows.items, stale: rows.stale, onSelection, onOpen };
  const rowKeys = Object.entries(props.rowKeys ?? {}).map(([key, run]) => [
    key,
    () => {
      const row = rows.items[active];
      if (row) run(row, (column) => cellOf(box.current, active, column));
    },
  ]);
  const select = useCallback((index: number, shift: boolean) => {
    const { selection: before = NOTHING, items, stale, onSelection: tell } = latest.current;
    const row = items[index];
    if (!row || !tell || stale) return;
    if (shift) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      const names = items.slice(from, to + 1).map((item) => item.name);
      tell(include(before, names));
    } else tell(toggle(before, row.name));
    anchor.current = index;
    setActive(index);
  }, []);
  const open = useCallback((row: T, index: number, event?: MouseEvent) => {
    setActive(index);
    latest.current.onOpen(row, event);
  }, []);
  const go = (to: number, selecting: boolean) => {
    const index = Math.max(0, Math.min(last, to));
    setActive(index);
    scrollTo.current(index);
    box.current?.focus({ preventScroll: true });
    if (rows.items[index]) props.onActive?.(rows.items[index]);
    if (selecting) select(index, true);
  };
  const press = useAhead(!rows.loading && !rows.stale, (name) => {
    const key = name.replace(SHIFT, '');
    const shift = key !== name;
    const row = rows.items[active];
    const to = MOVES[key]?.(active, last);
    if (to !== undefined) go(to, shift);
    else if (key === 'Space' && row && props.onPeek && !shift) props.onPeek(row);
    else select(active, shift);
  });
  useKeys({
    ...Object.fromEntries(rowKeys),
    ...Object.fromEntries(ANYWHERE.map((name) => [name, () => press(name)])),
  });
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = rows.items[active];
    const key = event.key === ' ' ? 'Space' : event.key;
    if (key === 'Space' || MOVES[key]) press((event.shiftKey ? SHIFT : '') + key);
    else if (key === 'Enter' && row) open(row, active);
    else return;
    event.preventDefault();
  };
  const change = (next: Partial<ColumnLayout>) =>
    onLayout?.({
      order: layout?.order.length ? layout.order : defaultOrder(props.columns),
      widths: layout?.widths ?? {},
      ...next,
    });

  if (total === 0 && !rows.loading) return <div className={s.nothing}>{props.empty}</div>;
  return (
    <div
      ref={box}
      className={s.wrap}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.hasMore ? (props.total ?? -1) : rows.items.length + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-busy={rows.loading || rows.stale}
      aria-activedescendant={rows.items.length ? `row-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      style={template}
      data-phone={phone ? true : undefined}
    >
      <GridHead
        columns={phone ? columns.slice(0, 1) : columns}
        sort={props.sort}
        onSort={(order) => props.onSort?.(order)}
        onResize={(id, width, done) => {
          setResizing((before) => (done ? {} : { ...before, [id]: width }));
          if (done) change({ widths: { ...layout?.widths, [id]: width } });
        }}
        onMove={(id, before) => {
          const order = columns.map((column) => column.id);
          const others = order.filter((other) => other !== id);
          change({ order: moveColumn(order, id, others.indexOf(before)) });
        }}
        selection={selection}
        onSelection={(next) => !rows.stale && onSelection?.(next)}
      />
      <GridBody
        box={box}
        scrollTo={scrollTo}
        place={place}
        rows={rows}
        count={total}
        height={props.rowHeight}
        columns={columns}
        selection={selection}
        active={active}
        phone={phone}
        onToggle={select}
        onOpen={open}
      />
    </div>
  );
}

const cellOf = (box: Element | null, index: number, column: string) =>
  box?.querySelector(`#row-${index} [data-col="${column}"]`) ?? box?.querySelector(`#row-${index}`) ?? null;

function merged<T>(
  columns: readonly Column<T>[],
  layout: ColumnLayout | undefined,
  resizing: Record<string, number>,
): ColumnLayout {
  return {
    order: layout?.order.length ? layout.order : defaultOrder(columns),
    widths: { ...layout?.widths, ...resizing },
  };
}

/** Column widths reach every row through one CSS variable, so that resizing redraws nothing else. */
function useTemplate<T>(columns: readonly Column<T>[], checks: boolean, phone: boolean) {
  return useMemo(() => {
    const first = checks ? [`${CHECK}px`] : [];
    const last = columns.length - 1;
    const rest = columns.map((column, index) =>
      index === last ? `minmax(${column.width}px, 1fr)` : `${column.width}px`,
    );
    const width = columns.reduce((sum, column) => sum + column.width, checks ? CHECK : 0);
    return {
      '--cols': [...first, ...(phone ? ['minmax(0, 1fr)'] : rest)].join(' '),
      '--w': phone ? '0px' : `${width}px`,
      '--pin': checks ? `${CHECK}px` : '0px',
    } as React.CSSProperties;
  }, [columns, checks, phone]);
}

/** A new filter starts at the top; leaving keeps the place for coming back. */
function usePlace(
  place: string,
  box: React.RefObject<HTMLDivElement | null>,
  active: number,
  setActive: (index: number) => void,
) {
  const latest = useRef(active);
  latest.current = active;
  const shown = useRef(place);
  useEffect(() => {
    const element = box.current;
    if (shown.current !== place) {
      shown.current = place;
      element?.scrollTo({ top: 0 });
      setActive(0);
    }
    // The element is measured when the page goes, not read afterwards, when it is gone.
    const keep = () => element && remember(place, { offset: element.scrollTop, active: latest.current });
    element?.addEventListener('scroll', keep, { passive: true });
    return () => {
      element?.removeEventListener('scroll', keep);
      remember(place, { ...recall(place), active: latest.current });
    };
  }, [place, box, setActive]);
}
