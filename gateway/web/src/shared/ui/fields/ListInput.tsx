import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import s from './Inputs.module.css';

interface Props<T> {
  items: readonly T[];
  blank: T;
  addLabel: string;
  onChange: (items: T[]) => void;
  children: (item: T, set: (patch: Partial<T>) => void, index: number) => ReactNode;
}

/** Several values of one field: phones, addresses, accounts. The first is the main one. */
export function ListInput<T extends object>({ items, blank, addLabel, onChange, children }: Props<T>) {
  const { t } = useTranslation();
  return (
    <div className={s.list}>
      {items.map((item, index) => (
        <div key={index} className={s.item}>
          <div className={s.parts}>
            {children(item, (patch) => onChange(items.with(index, { ...item, ...patch })), index)}
          </div>
          <ActionIcon
            className={s.remove}
            aria-label={`${t('ui.remove')} ${index + 1}`}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        className={s.add}
        leftSection={<IconPlus size={15} />}
        onClick={() => onChange([...items, blank])}
      >
        {addLabel}
      </Button>
    </div>
  );
}
