import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import type { DealSearch } from '../search';

interface Props {
  /** What they have in common. */
  of: string;
  number: number;
  search: DealSearch;
}

/** A number of deals that leads to the list of them. */
export function Drill({ of, number, search }: Props) {
  const { t } = useTranslation();
  if (!number) return <>{count(0)}</>;
  return (
    <Link
      className="link"
      to="/deals/table"
      search={search}
      aria-label={t('deals.report.show', { of, count: number })}
    >
      {count(number)}
    </Link>
  );
}
