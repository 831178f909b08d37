import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type PointerEvent as ReactPointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, MIN_WIDTH } from './columns';
import s from './DataGrid.module.css';
import { EVERYTHING, isEmpty, NOTHING, type Selection } from './selection';

interface Props<T> {
  columns: readonly Column<T>[];
  sort?: string;
  onSort: (order: string | undefined) => void;
  onResize: (id: string, width: number, done: boolean) => void;
  onMove: (id: string, before: string) => void;
  selection?: Selection;
  onSelection: (selection: Selection) => void;
}

export function GridHead<T>({ columns, sort, onSort, onResize, onMove, selection, onSelection }: Props<T>) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState('');
  const [over, setOver] = useState('');
  const [field = '', direction = 'asc'] = (sort ?? '').split(' ');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: only its buttons take the focus
    <div role="row" className={s.head} aria-rowindex={1}>
      {selection && (
        // biome-ignore lint/a11y/useFocusableInteractive: the same
        <div role="columnheader" className={s.check}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={t('ui.selectAll')}
            checked={selection.all && selection.names.size === 0}
            indeterminate={!isEmpty(selection) && !(selection.all && selection.names.size === 0)}
            onChange={(event) => onSelection(event.currentTarget.checked ? EVERYTHING : NOTHING)}
          />
        </div>
      )}
      {columns.map((column) => {
        const sorted = column.sort !== undefined && column.sort === field;
        const down = direction === 'desc';
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the same
          <div
            role="columnheader"
            key={column.id}
            className={s.th}
            aria-sort={sorted ? (down ? 'descending' : 'ascending') : undefined}
            data-right={column.align === 'right' || undefined}
            data-pin={column.pinned || undefined}
            data-over={(over === column.id && dragged !== column.id) || undefined}
            draggable={!column.pinned}
            onDragStart={() => setDragged(column.id)}
            onDragEnd={() => {
              setDragged('');
              setOver('');
            }}
            onDragOver={(event) => {
              if (!dragged || column.pinned) return;
              event.preventDefault();
              setOver(column.id);
            }}
            onDrop={() => {
              if (dragged && dragged !== column.id) onMove(dragged, column.id);
            }}
          >
            {column.sort ? (
              <button
                type="button"
                className={s.sort}
                onClick={() => onSort(sorted && !down ? `${column.sort} desc` : column.sort)}
              >
                <span className="ell">{column.title}</span>
                {sorted && (down ? <IconArrowDown size={13} /> : <IconArrowUp size={13} />)}
              </button>
            ) : (
              <span className="ell">{column.title}</span>
            )}
            <span
              className={s.grip}
              aria-hidden
              onPointerDown={(event) => startResize(column, event, onResize)}
            />
          </div>
        );
      })}
    </div>
  );
}

function startResize<T>(
  column: Column<T>,
  event: ReactPointerEvent<HTMLElement>,
  onResize: Props<T>['onResize'],
) {
  event.preventDefault();
  event.stopPropagation();
  const grip = event.currentTarget;
  const start = event.clientX;
  const widthAt = (x: number) => Math.max(column.min ?? MIN_WIDTH, column.width + x - start);
  const move = (moved: PointerEvent) => onResize(column.id, widthAt(moved.clientX), false);
  const up = (moved: PointerEvent) => {
    grip.removeEventListener('pointermove', move);
    onResize(column.id, widthAt(moved.clientX), true);
  };
  grip.setPointerCapture(event.pointerId);
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', up, { once: true });
}
