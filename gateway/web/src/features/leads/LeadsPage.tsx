import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus, IconSettings, IconTargetArrow } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { cappedCount } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ListGrid } from '@/shared/ui/data-grid/ListGrid';
import { useKeysetRows } from '@/shared/ui/data-grid/useKeysetRows';
import { EmptyState } from '@/shared/ui/EmptyState';
import { FilterChip } from '@/shared/ui/FilterChip';
import { NoRight } from '@/shared/ui/NoRight';
import { OwnerChip, UnitChip } from '@/shared/ui/OwnerChip';
import { PageHead } from '@/shared/ui/PageHead';
import { QueryField } from '@/shared/ui/QueryField';
import { countQuery, fetchLeads, type Lead, listKey, statusesQuery } from './api';
import { CameBy } from './CameBy';
import { columnsOf, PhoneRow } from './columns';
import s from './Leads.module.css';
import type { LeadSearch } from './search';
import { useLiveLeads } from './useLiveLeads';

const NewLead = lazy(() => import('./LeadForm').then(({ NewLead: component }) => ({ default: component })));
const QUEUE = 'users/none';
const STATES = ['OPEN', 'CONVERTED', 'REJECTED', 'DELETED'] as const;

export function LeadsPage() {
  const can = useCan();
  if (!can('leads.read')) return <NoRight permission="leads.read" />;
  return <Leads />;
}

function Leads() {
  const { t } = useTranslation();
  useTitle(t('leads.title'));
  const can = useCan();
  const search = useSearch({ from: '/leads' });
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const { data: statuses = [] } = useQuery(statusesQuery);
  const columns = useMemo(() => columnsOf(t, statuses), [t, statuses]);
  const phone = useCallback((row: Lead) => <PhoneRow row={row} statuses={statuses} t={t} />, [statuses, t]);
  const key = listKey(search);
  const rows = useKeysetRows(key, (token, signal) => fetchLeads(search, token, signal));
  const total = useQuery(countQuery(search)).data;
  useLiveLeads();
  const go = (next: LeadSearch) => void navigate({ to: '/leads', search: next, replace: true });
  return (
    <div className="page">
      <PageHead
        title={t('leads.title')}
        aside={total && <span>{cappedCount(Number(total.count), total.capped)}</span>}
      >
        {can('lead_settings.write') && (
          <Button
            variant="default"
            leftSection={<IconSettings size={16} />}
            component={Link}
            to="/admin/lead-settings"
          >
            {t('leads.settings')}
          </Button>
        )}
        {can('leads.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('leads.create')}
          </Button>
        )}
      </PageHead>
      <Filters search={search} shown={rows.items} onChange={(patch) => go({ ...search, ...patch })} />
      <ListGrid<Lead>
        label={t('leads.title')}
        columns={columns}
        listKey={key}
        rows={rows}
        total={total}
        sort={search.order_by ?? 'create_time desc'}
        onSort={(order_by) => go({ ...search, order_by })}
        onOpen={(row, event) => {
          if ((event?.target as Element | undefined)?.closest('a')) return;
          void navigate({ to: '/leads/$id', params: { id: idOf(row.name) } });
        }}
        phone={phone}
        empty={<EmptyState icon={IconTargetArrow} title={t('leads.nothing')} hint={t('leads.nothingHint')} />}
      />
      <Suspense>{adding && <NewLead onClose={() => setAdding(false)} />}</Suspense>
    </div>
  );
}

interface FiltersProps {
  search: LeadSearch;
  shown: Lead[];
  onChange: (patch: Partial<LeadSearch>) => void;
}

const orNone = (values: string[]) => (values.length ? values : undefined);

function Filters({ search, shown, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const can = useCan();
  const { data: statuses = [] } = useQuery(statusesQuery);
  const whose = search.owner?.length === 1 ? search.owner[0] : undefined;
  const lane = whose === QUEUE || whose === 'users/me' ? whose : 'all';
  return (
    <search className={s.filters} aria-label={t('leads.filters')}>
      <SegmentedControl
        aria-label={t('leads.whose')}
        value={lane}
        onChange={(next) => onChange({ owner: next === 'all' ? undefined : [next] })}
        data={[
          { value: 'all', label: t('leads.all') },
          { value: 'users/me', label: t('leads.mine') },
          { value: QUEUE, label: t('leads.queue') },
        ]}
      />
      <QueryField
        className={s.query}
        label={t('leads.query')}
        placeholder={t('leads.queryPlaceholder')}
        value={search.query ?? ''}
        onChange={(query) => onChange({ query: query || undefined })}
      />
      <FilterChip
        label={t('leads.status')}
        options={statuses.map(({ name, display_name }) => ({ value: name, label: display_name }))}
        value={search.status ?? []}
        onChange={(status) => onChange({ status: orNone(status) })}
      />
      <FilterChip
        label={t('leads.state')}
        options={STATES.map((value) => ({ value, label: t(`enums.Lead.State.${value}`) }))}
        value={search.state ?? []}
        onChange={(state) => onChange({ state: orNone(state) })}
      />
      <CameBy shown={shown} search={search} onChange={onChange} />
      {can('users.read') && lane === 'all' && (
        <OwnerChip
          label={t('leads.owner')}
          special={[]}
          value={search.owner ?? []}
          onChange={(owner) => onChange({ owner: orNone(owner) })}
        />
      )}
      {can('org_units.read') && (
        <UnitChip
          label={t('leads.unit')}
          value={search.org_unit}
          onChange={(org_unit) => onChange({ org_unit })}
        />
      )}
    </search>
  );
}
