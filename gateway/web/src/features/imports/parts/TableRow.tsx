import { Checkbox } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconInfoCircle } from '@tabler/icons-react';
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportRow, isCreatable } from '../model';
import { markOf, problemOf } from '../rows';
import { CellEditor } from './CellEditor';
import { cellId, toggle } from './RowsTable';
import s from './RowsTable.module.css';
import { problemText } from './texts';
import type { DeskState, Editing } from './useDesk';
import { VerdictCell } from './VerdictCell';

interface Props {
  row: ImportRow;
  index: number;
  top: number;
  columns: string[];
  /** The active cell's column, if this row has it. */
  active: string | undefined;
  editing: Editing | undefined;
  selected: boolean;
  desk: DeskState;
  onDetails: () => void;
  onRow: (number: number) => void;
}

/** Scrolling draws new rows only; those on the screen wait for their own news. */
export const TableRow = memo(
  Row,
  (before, after) =>
    (['row', 'index', 'top', 'columns', 'active', 'editing', 'selected'] as const).every(
      (key) => before[key] === after[key],
    ) &&
    before.desk.writable === after.desk.writable &&
    !after.active &&
    !after.editing,
);

function Row({ row, index, top, columns, active, editing, selected, desk, onDetails, onRow }: Props) {
  const { t } = useTranslation();
  const place = (column: string) => ({ row: index, column });
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={s.row}
      data-verdict={row.verdict}
      data-current={active !== undefined || undefined}
      style={{ '--top': `${top}px` } as CSSProperties}
    >
      <div role="gridcell" tabIndex={-1} className={s.pick}>
        {isCreatable(row) && desk.writable && (
          <Checkbox
            size="xs"
            tabIndex={-1}
            checked={selected}
            aria-label={t('importsUi.grid.select', { number: row.number })}
            onChange={() => toggle(desk, row.name)}
          />
        )}
      </div>
      <div role="rowheader" tabIndex={-1} className={s.number}>
        {row.number}
      </div>
      <div role="gridcell" tabIndex={-1} className={s.verdict}>
        <VerdictCell
          row={row}
          listed={desk.listed}
          editable={desk.mayEdit(row)}
          onFix={(values) => desk.fix(row, values, null)}
          onDetails={() => {
            desk.setActive(place(active ?? columns[0] ?? ''));
            onDetails();
          }}
          onRow={onRow}
        />
      </div>
      {columns.map((column, at) => (
        <Cell
          key={column}
          id={cellId(index, at)}
          row={row}
          column={column}
          active={column === active}
          editing={editing?.column === column ? editing : undefined}
          editable={desk.mayEdit(row)}
          onActivate={() => desk.setActive(place(column))}
          onEdit={() => {
            desk.setActive(place(column));
            if (desk.mayEdit(row)) desk.setEditing(place(column));
          }}
          onDone={(value, next) => {
            desk.setEditing(null);
            const changed = value !== null && value !== (row.values[column] ?? '');
            if (changed) desk.fix(row, { [column]: value }, next ? place(column) : null);
            else if (next) desk.goNext(place(column));
          }}
        />
      ))}
    </div>
  );
}

const ICON = { problem: IconAlertTriangle, duplicate: IconCopy, hint: IconInfoCircle };

interface CellProps {
  id: string;
  row: ImportRow;
  column: string;
  active: boolean;
  editing: Editing | undefined;
  editable: boolean;
  onActivate: () => void;
  onEdit: () => void;
  onDone: (value: string | null, next: boolean) => void;
}

function Cell({ id, row, column, active, editing, editable, onActivate, onEdit, onDone }: CellProps) {
  const { t } = useTranslation();
  const mark = markOf(row, column);
  const problem = problemOf(row, column);
  const value = row.values[column] ?? '';
  const Icon = mark ? ICON[mark] : undefined;
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      id={id}
      className={s.cell}
      data-mark={mark}
      data-active={active || undefined}
      data-editing={editing ? true : undefined}
      aria-invalid={mark === 'problem' || undefined}
      aria-readonly={!editable}
      onMouseDown={onActivate}
      onDoubleClick={onEdit}
    >
      {editing ? (
        <CellEditor
          label={t('importsUi.grid.edit', { column, number: row.number })}
          initial={editing.typed ?? value}
          onDone={onDone}
        />
      ) : (
        <>
          <span className="ell">{value}</span>
          {Icon && <Icon size={14} className={s.mark} aria-hidden />}
          {problem && <span className="visuallyHidden">{problemText(problem)}</span>}
        </>
      )}
    </div>
  );
}
