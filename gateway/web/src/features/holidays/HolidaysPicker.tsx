/** Whose trades' days: several of the tenant's dictionary. */
import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { holidaysQuery } from './api';

interface Props
  extends Pick<MultiSelectProps, 'label' | 'aria-label' | 'error' | 'value' | 'onChange' | 'description'> {
  autoFocus?: boolean;
}

export function HolidaysPicker({ autoFocus, ...props }: Props) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(holidaysQuery);
  const options = data
    .filter((holiday) => !holiday.archived || props.value?.includes(holiday.name))
    .map(({ name, title }) => ({ value: name, label: title }));
  return (
    <MultiSelect
      searchable
      data-autofocus={autoFocus || undefined}
      autoFocus={autoFocus}
      data={options}
      nothingFoundMessage={t('ui.nothing')}
      {...props}
    />
  );
}
