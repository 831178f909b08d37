import { type MouseEvent, memo, type ReactNode, useState } from 'react';
import type { Column } from './columns';
import s from './DataGrid.module.css';

export interface RowProps<T> {
  id: string;
  row: T | undefined;
  index: number;
  y: number;
  height: number;
  columns: readonly Column<T>[];
  selected: boolean;
  active: boolean;
  selectable: boolean;
  phone?: (row: T) => ReactNode;
  onToggle: (index: number, shift: boolean) => void;
  onOpen: (row: T, index: number, event: MouseEvent) => void;
}

/** A drawn row redraws only when something of its own changes, not while the list scrolls. */
export const GridRow = memo(function GridRow<T extends { name: string }>(props: RowProps<T>) {
  const { row, index, y, height, columns, selected, active, selectable, phone, onToggle, onOpen } = props;
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active row
    <div
      id={props.id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      data-active={active || undefined}
      data-blank={!row || undefined}
      // Nobody takes what only stands for a row for one.
      aria-hidden={!row || undefined}
      className={s.row}
      style={{ transform: `translateY(${y}px)`, height }}
      onClick={(event) => row && onOpen(row, index, event)}
      onPointerEnter={(event) => setOver(event.pointerType === 'mouse')}
      onPointerLeave={() => setOver(false)}
    >
      {selectable && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the same
        <div
          role="gridcell"
          className={s.check}
          onMouseDown={(event) => event.shiftKey && event.preventDefault()}
          onClick={(event) => {
            event.stopPropagation();
            if (row) onToggle(index, event.shiftKey);
          }}
        >
          {row && <span className={s.box} data-on={selected || undefined} aria-hidden />}
        </div>
      )}
      {phone ? (
        // biome-ignore lint/a11y/useFocusableInteractive: the same
        <div role="gridcell" className={s.phone}>
          {row ? phone(row) : <span className={s.blank} data-long={index % 3} />}
        </div>
      ) : (
        columns.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the same
          <div
            role="gridcell"
            key={column.id}
            className={s.cell}
            data-col={column.id}
            data-right={column.align === 'right' || undefined}
            data-pin={column.pinned || undefined}
          >
            {row ? column.cell(row) : <span className={s.blank} data-long={(index + column.id.length) % 3} />}
            {row && over && column.tools && <span className={s.tools}>{column.tools(row)}</span>}
          </div>
        ))
      )}
    </div>
  );
}) as <T extends { name: string }>(props: RowProps<T>) => ReactNode;
