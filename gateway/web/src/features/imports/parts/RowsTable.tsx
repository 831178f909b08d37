import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { keyAction } from '../keys';
import { isCreatable } from '../model';
import { columnWidth } from '../rows';
import s from './RowsTable.module.css';
import { TableRow } from './TableRow';
import type { DeskState } from './useDesk';

const ROW = 54;
const HEAD = 36;

interface Props {
  desk: DeskState;
  onDetails: () => void;
  onRow: (number: number) => void;
}

/** Rows as they stand in the file, problem cells marked; a spreadsheet's keys work. */
export function RowsTable({ desk, onDetails, onRow }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const { rows, columns, active, editing, selected, query, said } = desk;
  const first = query.data?.pages[0]?.rows;
  const template = useMemo(
    () => columns.map((c) => `${columnWidth(c, first ?? [])}px`).join(' '),
    [columns, first],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: HEAD,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (last >= rows.length - 30 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  useEffect(() => {
    if (!active) return;
    virtual.scrollToIndex(active.row);
    // The row may be drawn only after the jump.
    requestAnimationFrame(() =>
      box.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
  }, [active, virtual]);
  // A repaired row loses the button that repaired it, and the focus with it: it comes back here.
  useEffect(() => {
    if (!editing && (active || said) && document.activeElement === document.body) box.current?.focus();
  }, [editing, active, said]);

  const ready = rows.filter(isCreatable);
  const allSelected = ready.length > 0 && ready.every((row) => selected.has(row.name));
  const selectAll = (on: boolean) => desk.setSelected(new Set(on ? ready.map((row) => row.name) : []));
  return (
    <div
      ref={box}
      className={s.grid}
      role="grid"
      tabIndex={0}
      aria-label={t('importsUi.grid.label')}
      aria-description={t('importsUi.grid.keys')}
      aria-rowcount={hasNextPage ? -1 : rows.length + 1}
      aria-colcount={columns.length + 3}
      aria-busy={query.isFetching}
      aria-activedescendant={
        active && !editing ? cellId(active.row, columns.indexOf(active.column)) : undefined
      }
      onKeyDown={(event) => onKey(event, desk, onDetails)}
      style={{ '--columns': template } as CSSProperties}
    >
      <div role="row" tabIndex={-1} aria-rowindex={1} className={s.head}>
        <div role="columnheader" tabIndex={-1} className={s.pick}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={t('importsUi.grid.selectAll')}
            checked={allSelected}
            indeterminate={!allSelected && selected.size > 0}
            disabled={ready.length === 0 || !desk.writable}
            onChange={(event) => selectAll(event.currentTarget.checked)}
          />
        </div>
        <div role="columnheader" tabIndex={-1} className={s.number}>
          {t('importsUi.grid.number')}
        </div>
        <div role="columnheader" tabIndex={-1} className={s.verdict}>
          {t('importsUi.grid.verdict')}
        </div>
        {columns.map((column) => (
          <div role="columnheader" tabIndex={-1} key={column} className={s.th} title={column}>
            <span className="ell">{column}</span>
          </div>
        ))}
      </div>
      {query.isPending ? (
        <Skeleton columns={columns.length} />
      ) : (
        <div
          role="rowgroup"
          className={s.body}
          style={{ '--height': `${virtual.getTotalSize()}px` } as CSSProperties}
        >
          {items.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <TableRow
                  key={row.name}
                  row={row}
                  index={item.index}
                  top={item.start}
                  columns={columns}
                  active={active?.row === item.index ? active.column : undefined}
                  editing={editing?.row === item.index ? editing : undefined}
                  selected={selected.has(row.name)}
                  desk={desk}
                  onDetails={onDetails}
                  onRow={onRow}
                />
              )
            );
          })}
        </div>
      )}
    </div>
  );
}

export const cellId = (row: number, column: number) => `import-cell-${row}-${column}`;

function Skeleton({ columns }: { columns: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: 12 }, (_, i) => (
        <div key={i} className={s.bones}>
          {Array.from({ length: Math.min(columns + 2, 8) }, (_cell, j) => (
            <span key={j} className={s.bone} />
          ))}
        </div>
      ))}
    </div>
  );
}

function onKey(event: KeyboardEvent, desk: DeskState, onDetails: () => void) {
  const { rows, columns, active, editing } = desk;
  if (editing || event.altKey || event.metaKey) return;
  const row = active ? rows[active.row] : undefined;
  const action = keyAction(
    { key: event.key, shift: event.shiftKey, ctrl: event.ctrlKey },
    {
      active,
      rows: rows.length,
      columns,
      editable: desk.mayEdit(row),
      selectable: !!row && isCreatable(row) && desk.writable,
    },
  );
  if (!action) return;
  event.preventDefault();
  if (action.do === 'move') desk.setActive(action.to);
  else if (action.do === 'next') desk.goNext(active);
  else if (!active) return;
  else if (action.do === 'previous') desk.goPrevious(active);
  else if (action.do === 'edit') desk.setEditing({ ...active, typed: action.typed });
  else if (action.do === 'details') onDetails();
  else if (row) toggle(desk, row.name);
}

/** Rows keep this handler while others change: it reads the selection when it is called. */
export function toggle(desk: DeskState, name: string) {
  desk.setSelected((selected) => {
    const next = new Set(selected);
    if (!next.delete(name)) next.add(name);
    return next;
  });
}
