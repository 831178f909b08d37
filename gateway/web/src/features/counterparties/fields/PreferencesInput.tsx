import { Autocomplete, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Preference } from '@/shared/api/types';
import type { InputProps } from '@/shared/ui/fields/inputs';
import { ListInput } from '@/shared/ui/fields/ListInput';

const BLANK: Preference = { topic: '', text: '' };

/** What to be considerate of; topics are suggested, and anything else is as good. */
export function PreferencesInput({ value, onChange, errors, path }: InputProps<Preference[]>) {
  const { t } = useTranslation();
  return (
    <ListInput items={value} blank={BLANK} addLabel={t('fields.addPreference')} onChange={onChange}>
      {(preference, set, index) => (
        <>
          <Autocomplete
            aria-label={t('fields.preferenceTopic')}
            placeholder={t('fields.preferenceTopic')}
            data={t('fields.topics').split('|')}
            value={preference.topic}
            error={errors[`${path}.${index}.topic`] ?? errors[`${path}.${index}`]}
            onChange={(topic) => set({ topic })}
          />
          <TextInput
            aria-label={t('fields.preferenceText')}
            placeholder={t('fields.preferenceText')}
            value={preference.text}
            error={errors[`${path}.${index}.text`]}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
        </>
      )}
    </ListInput>
  );
}
