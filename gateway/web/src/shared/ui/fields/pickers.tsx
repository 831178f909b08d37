/** Pickers of segments and people. */
import { MultiSelect, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSegments, useUserOptions } from '@/shared/session/directory';

interface ManyProps {
  label?: string;
  'aria-label'?: string;
  autoFocus?: boolean;
  value: string[];
  error?: string;
  onChange: (value: string[]) => void;
}

/** `rules`: those with rules may be chosen as well, as nobody is put into them by that. */
export function SegmentsPicker({ autoFocus, rules, ...props }: ManyProps & { rules?: boolean }) {
  const { t } = useTranslation();
  const options = [...useSegments().values()].map(({ name, display_name, rule }) => ({
    value: name,
    label: display_name,
    // Who belongs to it is up to its rule; those it has are shown.
    disabled: !rules && Boolean(rule) && !props.value.includes(name),
  }));
  return (
    <MultiSelect
      searchable
      data-autofocus={autoFocus}
      // It may come after the form that holds it took the focus.
      autoFocus={autoFocus}
      data={options}
      nothingFoundMessage={t('ui.nothing')}
      {...props}
    />
  );
}

function usePeople(chosen: readonly string[]) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  return { text, setText, options: useUserOptions(search, chosen) };
}

interface OneProps extends Pick<SelectProps, 'label' | 'aria-label' | 'error' | 'placeholder' | 'size'> {
  autoFocus?: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** People are found on the server, so the typed text filters nothing here. */
export function PersonPicker({ value, onChange, autoFocus, ...props }: OneProps) {
  const { t } = useTranslation();
  const { text, setText, options } = usePeople(value ? [value] : []);
  return (
    <Select
      searchable
      clearable
      // Nobody is what the cross says, not a second click on the same person.
      allowDeselect={false}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
      data-autofocus={autoFocus}
      autoFocus={autoFocus}
      data={options}
      value={value || null}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options: all }) => all}
      nothingFoundMessage={t('ui.nothing')}
      onChange={(next) => onChange(next ?? '')}
      {...props}
    />
  );
}

export function PeoplePicker({ value, onChange, autoFocus, ...props }: ManyProps) {
  const { t } = useTranslation();
  const { text, setText, options } = usePeople(value);
  return (
    <MultiSelect
      searchable
      data-autofocus={autoFocus}
      autoFocus={autoFocus}
      data={options}
      value={value}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options: all }) => all}
      nothingFoundMessage={t('ui.nothing')}
      onChange={onChange}
      {...props}
    />
  );
}
