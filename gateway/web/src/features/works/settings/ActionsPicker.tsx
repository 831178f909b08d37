import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { actionsQuery } from '../api';

interface Props {
  value: string[];
  error?: string;
  onChange: (actions: string[]) => void;
}

/** For which works; none chosen means any. */
export function ActionsPicker({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const { data: actions = [] } = useQuery(actionsQuery);
  const offered = actions.filter(({ name, archived }) => !archived || value.includes(name));
  return (
    <MultiSelect
      searchable
      clearable
      label={t('workSetup.forActions')}
      placeholder={value.length ? undefined : t('workSetup.anyAction')}
      nothingFoundMessage={t('ui.nothing')}
      data={offered.map(({ name, display_name }) => ({ value: name, label: display_name }))}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}

/** As a table shows them. */
export function ActionNames({ of }: { of: readonly string[] }) {
  const { t } = useTranslation();
  const { data: actions = [] } = useQuery(actionsQuery);
  if (of.length === 0) return t('workSetup.anyAction');
  return actions
    .filter(({ name }) => of.includes(name))
    .map(({ display_name }) => display_name)
    .join(', ');
}
