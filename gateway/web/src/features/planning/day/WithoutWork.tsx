import { IconUserQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { countQuery } from '@/features/counterparties';
import { cappedCount } from '@/shared/lib/format';
import s from './MyDay.module.css';

/** The clients that would be forgotten: the number stands there until it is none. */
export function WithoutWork({ owner }: { owner: string }) {
  const { t } = useTranslation();
  const search = { owner: [owner], next_work: 'NONE' };
  const { data } = useQuery(countQuery(search));
  const count = Number(data?.count ?? 0);
  if (!data || count === 0) return null;
  return (
    <Link to="/counterparties" search={search} className={s.without}>
      <IconUserQuestion size={16} aria-hidden />
      {t('planner.clientsWithout', { count, shown: cappedCount(count, data.capped) })}
    </Link>
  );
}
