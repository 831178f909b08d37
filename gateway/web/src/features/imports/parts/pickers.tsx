import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSegments, useUserOptions } from '@/shared/session/directory';

interface OwnerProps {
  value: string;
  onChange: (owner: string) => void;
  disabled?: boolean;
}

/** Whose the new clients will be; the server searches, as a tenant may have thousands of people. */
export function OwnerPicker({ value, onChange, disabled }: OwnerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed, 200);
  const options = useUserOptions(query, value ? [value] : []);
  return (
    <Select
      label={t('importsUi.form.owner')}
      placeholder={t('importsUi.form.ownerHint')}
      searchable
      clearable
      disabled={disabled}
      nothingFoundMessage={t('ui.nothing')}
      data={options}
      // What the server found is shown as it is: it also matches logins and e-mail addresses.
      filter={({ options: all }) => all}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      onSearchChange={(text) => setTyped(options.some((one) => one.label === text) ? '' : text)}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
    />
  );
}

interface SegmentsProps {
  value: string[];
  onChange: (segments: string[]) => void;
  disabled?: boolean;
}

export function SegmentsPicker({ value, onChange, disabled }: SegmentsProps) {
  const { t } = useTranslation();
  const segments = useSegments();
  return (
    <MultiSelect
      label={t('importsUi.form.segments')}
      searchable
      clearable
      disabled={disabled}
      nothingFoundMessage={t('ui.nothing')}
      data={[...segments.values()].map((one) => ({ value: one.name, label: one.display_name }))}
      value={value}
      onChange={onChange}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
    />
  );
}
