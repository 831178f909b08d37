import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { mergesOfQuery } from './api';
import s from './Merge.module.css';

interface Props {
  /** The survivor. */
  name: string;
  value: string;
  onChange: (name: string) => void;
}

/** Whose history to show: the survivor's, or that of a card that was merged into it. */
export function HistoryOf({ name, value, onChange }: Props) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(mergesOfQuery(name));
  const merged = data.filter((one) => one.state === 'DONE').flatMap((one) => one.merged);
  const former = merged.filter((one, at) => merged.findIndex(({ name: same }) => same === one.name) === at);
  if (former.length === 0) return null;
  return (
    <Select
      className={s.historyOf}
      aria-label={t('merging.historyOf')}
      allowDeselect={false}
      value={value}
      data={[
        { value: name, label: t('merging.historyOwn') },
        ...former.map((one) => ({
          value: one.name,
          label: t('merging.historyFormer', { name: one.display_name }),
        })),
      ]}
      onChange={(next) => next && onChange(next)}
    />
  );
}
