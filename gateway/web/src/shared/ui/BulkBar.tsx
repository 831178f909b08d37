import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../lib/format';
import s from './BulkBar.module.css';

export const bulkAction = s.action;

interface Props {
  selected: number;
  /** More than the server counted so far. */
  atLeast: boolean;
  all: boolean;
  total: string;
  onAll: () => void;
  onClear: () => void;
  /** What can be done with them. */
  children: ReactNode;
}

/** How many rows are selected and what can be done with them; floats over the list's end. */
export function BulkBar({ selected, atLeast, all, total, onAll, onClear, children }: Props) {
  const { t } = useTranslation();
  return (
    <div className={s.bar} role="toolbar" aria-label={t('list.bulk')}>
      <span className={s.count} aria-live="polite">
        {t('list.selected', { count: selected, shown: count(selected) + (atLeast ? '+' : '') })}
      </span>
      {!all && (
        <UnstyledButton className={s.link} onClick={onAll}>
          {t('list.selectAllFound', { total })}
        </UnstyledButton>
      )}
      <span className={s.line} />
      {children}
      <UnstyledButton className={s.action} aria-label={t('list.clearSelection')} onClick={onClear}>
        <IconX size={17} />
      </UnstyledButton>
    </div>
  );
}

interface ActionProps {
  icon: ComponentType<{ size?: number }>;
  label: string;
  onClick: () => void;
}

export const BulkAction = ({ icon: Icon, label, onClick }: ActionProps) => (
  <UnstyledButton className={s.action} onClick={onClick}>
    <Icon size={17} />
    {label}
  </UnstyledButton>
);
