import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { reasonsQuery } from '../api';
import { reasonOptions, type Tab } from '../rows';
import s from './RowsToolbar.module.css';
import { whatText } from './texts';

interface Props {
  file: string;
  tab: Tab;
  reason: string;
  onReason: (reason: string | undefined) => void;
}

/** Every reason of the whole import, also of rows not loaded yet, with how many rows have it. */
export function ReasonFilter({ file, tab, reason, onReason }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const found = useQuery({
    ...reasonsQuery(file, tab === 'all' ? undefined : tab),
    enabled: opened,
  });
  const options = useMemo(() => reasonOptions(found.data, reason, whatText), [found.data, reason]);
  return (
    <Select
      className={s.reason}
      aria-label={t('importsUi.reason.label')}
      placeholder={t('importsUi.reason.all')}
      data={options}
      value={reason || null}
      onChange={(value) => onReason(value ?? undefined)}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      renderOption={({ option }) => (
        <span className={s.option}>
          <span>{option.label}</span>
          <span className={s.count}>{count((option as { rows?: number }).rows ?? 0)}</span>
        </span>
      )}
      nothingFoundMessage={t(found.isPending ? 'importsUi.reason.counting' : 'importsUi.reason.none')}
      clearable
      searchable
      clearButtonProps={{ 'aria-label': t('importsUi.reason.clear') }}
      comboboxProps={{ width: 340, position: 'bottom-start', shadow: 'md' }}
    />
  );
}
