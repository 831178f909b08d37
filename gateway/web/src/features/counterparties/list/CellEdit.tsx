import { Popover } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { FieldForm } from '../card/FieldForm';
import { labelKey } from '../fields/fields';
import s from './CellEdit.module.css';
import type { CellField } from './columns';
import { useRowSave } from './useRowSave';

export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface EditedCell {
  row: Counterparty;
  field: CellField;
  /** Where the cell is on the screen. */
  place: Place;
}

/** The card's own editor of a field, over the cell of the list. */
export function CellEdit({ cell, onClose }: { cell: EditedCell; onClose: () => void }) {
  const { t } = useTranslation();
  const { row, field } = cell;
  const { left, top, width, height } = cell.place;
  const label = t(labelKey(field, row.kind));
  const save = useRowSave();
  const form = useRef<HTMLDivElement>(null);
  // A click past the form keeps what was chosen; Esc and «cancel» give it up.
  const submit = () => form.current?.querySelector('form')?.requestSubmit();
  return (
    <>
      <div className={s.backdrop} onPointerDown={submit} onWheel={submit} />
      <Popover
        opened
        withRoles={false}
        position="bottom-start"
        width={320}
        // The choices of the field open outside: a click on them is not a click past this form.
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        <Popover.Target>
          <span className={s.cell} style={{ left, top, width, height }} />
        </Popover.Target>
        <Popover.Dropdown ref={form} role="dialog" aria-label={`${label}: ${row.display_name}`}>
          <FieldForm
            id={field}
            base={row}
            label={label}
            save={save}
            onDone={onClose}
            // An arrow key in a list of stages is a look at the next one, not yet a choice.
            instant={field === 'owner'}
          />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
