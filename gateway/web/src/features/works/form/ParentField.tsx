import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Picker, useSearchText } from '@/features/deals/fields';
import { findWorksQuery, workQuery } from '../api';

interface Props {
  value: string;
  error?: string;
  onChange: (parent: string) => void;
}

/** The work it depends on, such as a head's of which it is a part; it is said once and for all. */
export function ParentField({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const [asked, search] = useSearchText();
  const { data = [], isFetching } = useQuery(findWorksQuery(asked));
  const known = useQuery({ ...workQuery(value), enabled: value !== '', retry: false }).data;
  return (
    <Picker
      label={t('works.parent')}
      value={value}
      known={known?.display_name}
      error={error}
      found={data}
      busy={isFetching}
      onSearch={search}
      onChange={onChange}
    />
  );
}
