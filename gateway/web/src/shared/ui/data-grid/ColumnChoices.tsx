import { ActionIcon, Button, Checkbox, ScrollArea, SegmentedControl } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ColumnLayout, usePreferences, useSavePreferences } from '../../session/session';
import s from './ColumnChoices.module.css';
import { type Column, defaultOrder, moveColumn } from './columns';

export interface ChoicesProps<T> {
  columns: Column<T>[];
  layout?: ColumnLayout;
  onLayout: (layout: ColumnLayout | undefined) => void;
}

/** Which columns, in what order, and how dense; by keyboard as well as by mouse. */
export function ColumnChoices<T>({ columns, layout: kept, onLayout }: ChoicesProps<T>) {
  const { t } = useTranslation();
  const trap = useFocusTrap();
  const { density = 'compact' } = usePreferences();
  const save = useSavePreferences();
  // What is kept comes back a moment later; a box that was ticked is ticked with the press.
  const [layout, setLayout] = useState(kept);
  useEffect(() => setLayout(kept), [kept]);
  const change = (next: ColumnLayout | undefined) => {
    setLayout(next);
    onLayout(next);
  };
  const known = new Map(columns.map((column) => [column.id, column]));
  const order = (layout?.order.length ? layout.order : defaultOrder(columns)).filter((id) => known.has(id));
  const hidden = columns.filter((column) => !column.pinned && !order.includes(column.id));
  const shown = order.map((id) => known.get(id)!).filter((column) => !column.pinned);
  const pinned = columns.filter((column) => column.pinned).map((column) => column.id);
  const set = (ids: string[]) => change({ order: [...pinned, ...ids], widths: layout?.widths ?? {} });
  const ids = shown.map((column) => column.id);
  return (
    <div ref={trap}>
      <SegmentedControl
        fullWidth
        mb={8}
        aria-label={t('list.density')}
        value={density}
        onChange={(value) => save({ density: value as 'compact' | 'comfortable' })}
        data={[
          { value: 'compact', label: t('list.compact') },
          { value: 'comfortable', label: t('list.comfortable') },
        ]}
      />
      <ScrollArea.Autosize mah={380} scrollbarSize={6}>
        {[...shown, ...hidden].map((column) => {
          const at = ids.indexOf(column.id);
          return (
            <div key={column.id} className={s.row}>
              <Checkbox
                size="xs"
                label={column.title}
                checked={at >= 0}
                onChange={() => set(at >= 0 ? ids.filter((id) => id !== column.id) : [...ids, column.id])}
              />
              {at >= 0 && (
                <span className={s.moves}>
                  <ActionIcon
                    size={26}
                    disabled={at === 0}
                    aria-label={t('list.columnUp', { name: column.title })}
                    onClick={() => set(moveColumn(ids, column.id, at - 1))}
                  >
                    <IconArrowUp size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={26}
                    disabled={at === ids.length - 1}
                    aria-label={t('list.columnDown', { name: column.title })}
                    onClick={() => set(moveColumn(ids, column.id, at + 1))}
                  >
                    <IconArrowDown size={14} />
                  </ActionIcon>
                </span>
              )}
            </div>
          );
        })}
      </ScrollArea.Autosize>
      <Button variant="subtle" fullWidth mt={6} onClick={() => change(undefined)}>
        {t('list.columnsReset')}
      </Button>
    </div>
  );
}
