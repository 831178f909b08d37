import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { loadTexts } from '@/shared/i18n';
import { useKeys } from '@/shared/lib/keys';
import type { EditedCell, Place } from './CellEdit';
import type { CellField, MayEdit } from './columns';

// Both are made of parts of the card; they come with its texts at the first use.
const texts = () => loadTexts('card', 'fields', 'contacts');
const loadPeek = async () => {
  const [{ Peek: component }] = await Promise.all([import('./Peek'), texts()]);
  return { default: component };
};
const loadCellEdit = async () => {
  const [{ CellEdit: component }] = await Promise.all([import('./CellEdit'), texts()]);
  return { default: component };
};
const Peek = lazy(loadPeek);
const CellEdit = lazy(loadCellEdit);

/** Who opens a cell types on at once: its form must be here by then. */
function useEarly() {
  useEffect(() => {
    const timer = window.setTimeout(() => {
      void loadCellEdit();
      void import('@/shared/ui/fields/pickers');
    }, 800);
    return () => window.clearTimeout(timer);
  }, []);
}

/** The keys go on in the list, wherever the focus was in between. */
const backToList = () => document.querySelector<HTMLElement>('[role=grid]')?.focus({ preventScroll: true });

const LEAST = 160;

/** Where a cell is, or where it would be if it were not hidden past the list's edge. */
function visible(cell: Element): Place {
  const { left, right, top, height } = cell.getBoundingClientRect();
  const box = cell.closest('[role=grid]')?.getBoundingClientRect();
  const end = Math.min(right, box?.right ?? right);
  const start = Math.max(Math.min(left, end - LEAST), box?.left ?? left);
  return { left: start, top, width: end - start, height };
}

/** What can be done with one row without leaving the list: the quick view and editing a cell. */
export function useRowTools(rows: readonly Counterparty[], mayEdit: MayEdit) {
  const { t } = useTranslation();
  useEarly();
  const [name, setName] = useState<string | null>(null);
  // Who runs through the list with J sees the row he stops at.
  const [settled] = useDebouncedValue(name, 90);
  const [cell, setCell] = useState<EditedCell | null>(null);
  const peeked = rows.find((row) => row.name === (name && settled));
  const close = useCallback(() => {
    setName(null);
    backToList();
  }, []);
  useKeys({ Escape: close }, Boolean(name));
  const edit = useCallback(
    (row: Counterparty, field: CellField, place: Element | null) => {
      if (!place || !mayEdit(row, field)) return;
      setCell({ row, field, place: visible(place) });
    },
    [mayEdit],
  );
  const rowKeys = useMemo(() => {
    const editing = (field: CellField) => (row: Counterparty, cellOf: (column: string) => Element | null) =>
      edit(row, field, cellOf(field));
    return { KeyA: editing('owner'), KeyS: editing('segments') };
  }, [edit]);
  return {
    /** Once more on the same row closes. */
    peek: (row: Counterparty) => {
      setName(row.name === name ? null : row.name);
      backToList();
    },
    follow: (row: Counterparty) => setName((before) => before && row.name),
    edit,
    rowKeys,
    parts: (
      <>
        <Suspense>{peeked && <Peek row={peeked} onClose={close} />}</Suspense>
        {cell && (
          // What is typed before the form is here is not for the list.
          <Suspense fallback={<div role="dialog" aria-busy aria-label={t('ui.loading')} />}>
            <CellEdit
              cell={cell}
              onClose={() => {
                setCell(null);
                backToList();
              }}
            />
          </Suspense>
        )}
      </>
    ),
  };
}
