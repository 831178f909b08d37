import { Button, SegmentedControl } from '@mantine/core';
import { IconMessages, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { cappedCount } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ListGrid } from '@/shared/ui/data-grid/ListGrid';
import { useKeysetRows } from '@/shared/ui/data-grid/useKeysetRows';
import { EmptyState } from '@/shared/ui/EmptyState';
import { FilterChip } from '@/shared/ui/FilterChip';
import { NoRight } from '@/shared/ui/NoRight';
import { OwnerChip, UnitChip } from '@/shared/ui/OwnerChip';
import { PageHead } from '@/shared/ui/PageHead';
import { QueryField } from '@/shared/ui/QueryField';
import {
  countQuery,
  fetchInteractions,
  type Interaction,
  kindsQuery,
  listKey,
  useLiveInteractions,
} from './api';
import { columnsOf, PhoneRow } from './columns';
import s from './Interactions.module.css';
import { type InteractionSearch, STATES } from './search';

const NewInteraction = lazy(() => import('./InteractionForm').then((m) => ({ default: m.NewInteraction })));
const InteractionDrawer = lazy(() =>
  import('./InteractionDrawer').then((m) => ({ default: m.InteractionDrawer })),
);

export function InteractionsPage() {
  const can = useCan();
  if (!can('interactions.read')) return <NoRight permission="interactions.read" />;
  return <Interactions />;
}

function Interactions() {
  const { t } = useTranslation();
  const can = useCan();
  const search = useSearch({ from: '/interactions' });
  const navigate = useNavigate({ from: '/interactions' });
  const [adding, setAdding] = useState(false);
  const go = useCallback(
    (patch: Partial<InteractionSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...patch }), replace: true }),
    [navigate],
  );
  const open = useCallback((row: { name: string }) => go({ open: idOf(row.name) }), [go]);
  const columns = useMemo(() => columnsOf(t, open), [t, open]);
  const phone = useCallback((row: Interaction) => <PhoneRow row={row} onOpen={open} t={t} />, [open, t]);
  const key = listKey(search);
  const rows = useKeysetRows(key, (token, signal) => fetchInteractions(search, token, signal));
  const total = useQuery(countQuery(search)).data;
  useLiveInteractions();
  const empty = search.tab ? 'nothing' : 'allProcessed';
  return (
    <div className="page">
      <PageHead
        title={t('interactions.title')}
        aside={total && <span>{cappedCount(Number(total.count), total.capped)}</span>}
      >
        {can('interactions.create') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('interactions.record')}
          </Button>
        )}
      </PageHead>
      <Filters search={search} onChange={go} />
      <ListGrid<Interaction>
        label={t('interactions.title')}
        columns={columns}
        listKey={key}
        rows={rows}
        total={total}
        onOpen={(row, event) => {
          if ((event?.target as Element | undefined)?.closest('a, button')) return;
          open(row);
        }}
        phone={phone}
        empty={
          <EmptyState
            icon={IconMessages}
            title={t(`interactions.${empty}`)}
            hint={t(`interactions.${empty}Hint`)}
          />
        }
      />
      <Suspense>
        {adding && <NewInteraction onClose={() => setAdding(false)} />}
        {search.open && (
          <InteractionDrawer
            name={`interactions/${search.open}`}
            onClose={() => go({ open: undefined })}
            onOpen={(name) => open({ name })}
          />
        )}
      </Suspense>
    </div>
  );
}

interface FiltersProps {
  search: InteractionSearch;
  onChange: (patch: Partial<InteractionSearch>) => void;
}

const orNone = (values: string[]) => (values.length ? values : undefined);

function Filters({ search, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const can = useCan();
  const { data: kinds = [] } = useQuery(kindsQuery);
  const waiting = useQuery(countQuery({ ...search, tab: undefined })).data;
  const count = waiting && ` · ${cappedCount(Number(waiting.count), waiting.capped)}`;
  return (
    <search className={s.filters} aria-label={t('interactions.filters')}>
      <SegmentedControl
        aria-label={t('interactions.which')}
        value={search.tab ?? 'waiting'}
        onChange={(next) => onChange({ tab: next === 'all' ? 'all' : undefined, state: undefined })}
        data={[
          { value: 'waiting', label: `${t('interactions.waiting')}${count ?? ''}` },
          { value: 'all', label: t('interactions.all') },
        ]}
      />
      <QueryField
        className={s.query}
        label={t('interactions.query')}
        placeholder={t('interactions.queryPlaceholder')}
        value={search.query ?? ''}
        onChange={(query) => onChange({ query: query || undefined })}
      />
      {search.tab === 'all' && (
        <FilterChip
          label={t('interactions.state')}
          options={STATES.map((value) => ({ value, label: t(`enums.Interaction.State.${value}`) }))}
          value={search.state ?? []}
          onChange={(state) => onChange({ state: orNone(state) })}
        />
      )}
      <FilterChip
        label={t('interactions.kind')}
        options={kinds.map(({ name, display_name }) => ({ value: name, label: display_name }))}
        value={search.kind ?? []}
        onChange={(kind) => onChange({ kind: orNone(kind) })}
      />
      <FilterChip
        single
        label={t('interactions.unlinked')}
        options={[{ value: 'true', label: t('interactions.onlyUnlinked') }]}
        value={search.unlinked ? ['true'] : []}
        onChange={(on) => onChange({ unlinked: on.length ? 'true' : undefined })}
      />
      {can('users.read') && (
        <OwnerChip
          label={t('interactions.owner')}
          special={[
            { value: 'users/me', label: t('interactions.mine') },
            { value: 'users/none', label: t('interactions.nobody') },
          ]}
          value={search.owner ?? []}
          onChange={(owner) => onChange({ owner: orNone(owner) })}
        />
      )}
      {can('org_units.read') && (
        <UnitChip
          label={t('interactions.unit')}
          value={search.org_unit}
          onChange={(org_unit) => onChange({ org_unit })}
        />
      )}
    </search>
  );
}
