import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { PersonPicker } from '@/shared/ui/fields/pickers';
import type { HistoryFilter } from './api';
import s from './History.module.css';
import type { FieldTexts } from './texts';

interface Props {
  filter: HistoryFilter;
  texts: FieldTexts;
  onChange: (filter: HistoryFilter) => void;
}

/** Which field changed, and who changed it. */
export function Filters({ filter, texts, onChange }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <div className={s.filters} role="search">
      <Select
        searchable
        clearable
        size="xs"
        aria-label={t('restoring.field')}
        placeholder={t('restoring.anyField')}
        clearButtonProps={{ 'aria-label': t('ui.clear') }}
        nothingFoundMessage={t('ui.nothing')}
        data={texts.options()}
        value={filter.field || null}
        onChange={(field) => onChange({ ...filter, field: field ?? '' })}
      />
      {can('users.read') && (
        <PersonPicker
          size="xs"
          aria-label={t('restoring.who')}
          placeholder={t('restoring.anyone')}
          value={filter.user}
          onChange={(user) => onChange({ ...filter, user })}
        />
      )}
    </div>
  );
}
