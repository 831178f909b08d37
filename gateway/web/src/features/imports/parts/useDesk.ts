/** The rows table's state: what is loaded, which cell is active, what is being edited and selected. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RowFilter, rowsQuery, useFixRow } from '../api';
import { type ImportFile, type ImportRow, isEditable, isRowEditable } from '../model';
import { type CellPlace, nextProblem, previousProblem } from '../rows';
import { problemText } from './texts';

export interface Editing extends CellPlace {
  /** What was typed to start with; the cell's own value if unset. */
  typed?: string;
}

export function useDesk(file: ImportFile, filter: RowFilter, mayWrite: boolean) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(rowsQuery(file.name, filter));
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const columns = useMemo(() => file.mapping.map((one) => one.column), [file.mapping]);
  const [active, setActive] = useState<CellPlace | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const { mutate, isPending } = useFixRow(file.name);
  const writable = mayWrite && isEditable(file.state);

  const mayEdit = useCallback(
    (row: ImportRow | undefined) => !!row && writable && isRowEditable(row),
    [writable],
  );

  const goNext = useCallback(
    (from: CellPlace | null, list: readonly ImportRow[] = rows) => {
      const next = nextProblem(list, columns, from);
      if (next) setActive(next);
      else if (query.hasNextPage) {
        // The next one is further down: fetch, stand on the last row, and the next press finds it.
        void query.fetchNextPage();
        setActive((at) => at ?? { row: 0, column: columns[0] ?? '' });
      } else setSaid(t('importsUi.grid.noneAhead'));
    },
    [rows, columns, query.hasNextPage, query.fetchNextPage, t],
  );
  const goPrevious = useCallback(
    (from: CellPlace) => {
      const previous = previousProblem(rows, columns, from);
      if (previous) setActive(previous);
    },
    [rows, columns],
  );

  /** Writes cells of a row; `place` is left for the next problem unless it is still wrong. */
  const fix = useCallback(
    (row: ImportRow, values: Record<string, string>, place: CellPlace | null) =>
      mutate(
        { row, values },
        {
          onSuccess: (fresh) => {
            const wrong = fresh.problems[0];
            setSaid(
              wrong
                ? t('importsUi.grid.stillWrong', { number: fresh.number, reason: problemText(wrong) })
                : t('importsUi.grid.fixed', { number: fresh.number }),
            );
            if (!place || fresh.problems.some((one) => one.column === place.column)) return;
            goNext(
              place,
              rows.map((one) => (one.name === fresh.name ? fresh : one)),
            );
          },
        },
      ),
    [mutate, goNext, rows, t],
  );

  return {
    file,
    /** The verdict all rows had when listed; unset = rows of all kinds. */
    listed: filter.verdict,
    query,
    rows,
    columns,
    active,
    setActive,
    editing,
    setEditing,
    selected,
    setSelected,
    mayEdit,
    writable,
    fix,
    fixing: isPending,
    goNext,
    goPrevious,
    said,
  };
}

export type DeskState = ReturnType<typeof useDesk>;
