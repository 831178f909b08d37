import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { FilterChip } from '@/shared/ui/FilterChip';
import { OwnerChip, UnitChip } from '@/shared/ui/OwnerChip';
import { QueryField } from '@/shared/ui/QueryField';
import s from './Filters.module.css';
import type { DealSearch } from './search';

interface Props {
  search: DealSearch;
  /** Reports count by people alone. */
  peopleOnly?: boolean;
  /** What a view narrows beside. */
  children?: ReactNode;
  onChange: (patch: Partial<DealSearch>) => void;
}

const orNone = (values: string[]) => (values.length ? values : undefined);

export function DealFilters({ search, peopleOnly, children, onChange }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <search className={s.filters} aria-label={t('deals.filters')}>
      {!peopleOnly && (
        <QueryField
          className={s.query}
          label={t('deals.query')}
          placeholder={t('deals.queryPlaceholder')}
          value={search.query ?? ''}
          onChange={(query) => onChange({ query: query || undefined })}
        />
      )}
      {can('users.read') && (
        <OwnerChip
          label={t('deals.owner')}
          special={[{ value: 'users/me', label: t('deals.mine') }]}
          value={search.owner ?? []}
          onChange={(owner) => onChange({ owner: orNone(owner) })}
        />
      )}
      {can('org_units.read') && (
        <UnitChip
          label={t('deals.unit')}
          value={search.org_unit}
          onChange={(org_unit) => onChange({ org_unit })}
        />
      )}
      {!peopleOnly && (
        <FilterChip
          single
          label={t('deals.stuck')}
          options={[{ value: 'true', label: t('deals.onlyStuck') }]}
          value={search.stuck ? ['true'] : []}
          onChange={(chosen) => onChange({ stuck: chosen.length ? 'true' : undefined })}
        />
      )}
      {!peopleOnly && (
        <FilterChip
          single
          label={t('deals.overdue')}
          options={[{ value: 'true', label: t('deals.onlyOverdue') }]}
          value={search.overdue ? ['true'] : []}
          onChange={(chosen) => onChange({ overdue: chosen.length ? 'true' : undefined })}
        />
      )}
      {children}
    </search>
  );
}
