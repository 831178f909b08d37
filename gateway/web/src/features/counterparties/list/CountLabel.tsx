import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cappedCount } from '@/shared/lib/format';
import type { ListSearch } from '@/shared/lib/search';
import { countQuery } from '../api';
import s from './List.module.css';

/** «1 000+» at once; the exact number only when somebody asks for it. */
export function CountLabel({ search }: { search: ListSearch }) {
  const { t } = useTranslation();
  const key = JSON.stringify(search);
  const [asked, setAsked] = useState('');
  const capped = useQuery(countQuery(search));
  const exact = useQuery({ ...countQuery(search, true), enabled: asked === key });
  const shown = exact.data ?? capped.data;
  if (!shown) return null;
  const text = t('list.rows', { count: shown.count, shown: cappedCount(shown.count, shown.capped) });
  if (!shown.capped) return <span>{text}</span>;
  return (
    <UnstyledButton className={s.exact} title={t('list.countExact')} onClick={() => setAsked(key)}>
      {exact.isFetching ? t('list.counting') : text}
    </UnstyledButton>
  );
}
