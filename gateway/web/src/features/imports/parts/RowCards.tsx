import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ImportRow, isCreatable, lacking } from '../model';
import s from './RowCards.module.css';
import { toggle } from './RowsTable';
import type { DeskState } from './useDesk';
import { VerdictCell } from './VerdictCell';

interface Props {
  desk: DeskState;
  onDetails: () => void;
  onRow: (number: number) => void;
}

/** The rows on a phone: a card each with its name and reason; a tap opens everything. */
export function RowCards({ desk, onDetails, onRow }: Props) {
  const { t } = useTranslation();
  const { rows, columns, query } = desk;
  return (
    <div className={s.list}>
      <ul className={s.cards}>
        {rows.map((row, index) => (
          <li key={row.name} className={s.card}>
            <div className={s.top}>
              <span className={s.number}>{row.number}</span>
              <button
                type="button"
                className={s.name}
                onClick={() => {
                  desk.setActive({ row: index, column: columns[0] ?? '' });
                  onDetails();
                }}
              >
                {nameOf(desk, row) || t('importsUi.problem.row', { number: row.number })}
              </button>
              {isCreatable(row) && desk.writable && (
                <Checkbox
                  size="sm"
                  checked={desk.selected.has(row.name)}
                  aria-label={t('importsUi.grid.select', { number: row.number })}
                  onChange={() => toggle(desk, row.name)}
                />
              )}
            </div>
            <VerdictCell
              row={row}
              listed={desk.listed}
              editable={desk.mayEdit(row)}
              onFix={(values) => desk.fix(row, values, null)}
              onDetails={() => {
                desk.setActive({ row: index, column: columns[0] ?? '' });
                onDetails();
              }}
              onRow={onRow}
            />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('importsUi.more')}
        </Button>
      )}
    </div>
  );
}

const NAMES = ['display_name', 'full_name', 'person_name', 'family_name'];

/** What the row's client is called, by the mapping. */
function nameOf({ file, columns }: DeskState, row: ImportRow): string {
  if (lacking(file.kind, file.mapping).length > 0) return (row.values[columns[0] ?? ''] ?? '').trim();
  for (const field of NAMES) {
    const column = file.mapping.find((one) => one.field === field)?.column;
    const name = column ? (row.values[column] ?? '').trim() : '';
    if (name) return name;
  }
  return '';
}
