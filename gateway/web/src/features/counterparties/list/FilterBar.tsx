import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isFiltered, type ListSearch } from '@/shared/lib/search';
import { useSegments } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import { FilterChip } from '@/shared/ui/FilterChip';
import { OwnerChip, UnitChip } from '@/shared/ui/OwnerChip';
import { QueryField } from '@/shared/ui/QueryField';
import { CHOICES } from '../fields/fields';
import { CustomFilters } from './CustomFilters';
import s from './List.module.css';

interface Props {
  search: ListSearch;
  onChange: (patch: Partial<ListSearch>) => void;
  onReset: () => void;
}

const KINDS = ['LEGAL', 'SOLE_PROPRIETOR', 'INDIVIDUAL'] as const;
const MARKETS = ['POTENTIAL', 'EXISTING'] as const;
const ROLES = ['CLIENT', 'SUPPLIER', 'COMPETITOR', 'CARRIER'] as const;
const CONFLICTS = ['FOREIGN_OWNER', 'SEVERAL'] as const;
const NEXT_WORKS = ['NONE', 'PLANNED', 'OVERDUE'] as const;
const STAGES = CHOICES.lifecycle_stage;
const orNone = (values: string[]) => (values.length ? values : undefined);

export function FilterBar({ search, onChange, onReset }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const segments = useSegments();
  const enums = useMemo(
    () => ({
      kinds: KINDS.map((value) => ({ value, label: t(`cp.kindsShort.${value}`) })),
      markets: MARKETS.map((value) => ({ value, label: t(`cp.markets.${value}`) })),
      roles: ROLES.map((value) => ({ value, label: t(`cp.roleNames.${value}`) })),
      stages: STAGES.map((value) => ({
        value,
        label: t(`enums.Counterparty.LifecycleStage.${value}`),
      })),
      conflicts: CONFLICTS.map((value) => ({
        value,
        label: t(`enums.Counterparty.ManagerConflict.${value}`),
      })),
    }),
    [t],
  );
  const segmentOptions = [...segments.values()].map(({ name, display_name }) => ({
    value: name,
    label: display_name,
  }));
  return (
    <search className={s.filters} aria-label={t('list.filters')}>
      <QueryField
        className={s.query}
        label={t('list.query')}
        placeholder={t('list.queryPlaceholder')}
        value={search.query ?? ''}
        onChange={(query) => onChange({ query: query || undefined })}
      />
      <FilterChip
        label={t('cp.kind')}
        options={enums.kinds}
        value={search.kind ?? []}
        onChange={(kind) => onChange({ kind: orNone(kind) })}
      />
      <FilterChip
        label={t('cp.market')}
        options={enums.markets}
        value={search.market_state ?? []}
        onChange={(market_state) => onChange({ market_state: orNone(market_state) })}
      />
      {can('segments.read') && (
        <FilterChip
          label={t('cp.segment')}
          options={segmentOptions}
          value={search.segments ?? []}
          onChange={(chosen) => onChange({ segments: orNone(chosen) })}
        />
      )}
      {can('users.read') && (
        <OwnerChip
          label={t('cp.owner')}
          special={[
            { value: 'users/me', label: t('list.me') },
            { value: 'users/none', label: t('cp.noOwner') },
            { value: 'users/inactive', label: t('cp.leftOwner') },
          ]}
          value={search.owner ?? []}
          onChange={(owner) => onChange({ owner: orNone(owner) })}
        />
      )}
      {can('org_units.read') && (
        <UnitChip
          label={t('cp.orgUnit')}
          value={search.org_unit}
          onChange={(org_unit) => onChange({ org_unit })}
        />
      )}
      <FilterChip
        label={t('cp.role')}
        options={enums.roles}
        value={search.roles ?? []}
        onChange={(roles) => onChange({ roles: orNone(roles) })}
      />
      <FilterChip
        label={t('cp.lifecycle_stage')}
        options={enums.stages}
        value={search.lifecycle_stage ?? []}
        onChange={(stages) => onChange({ lifecycle_stage: orNone(stages) })}
      />
      {can('works.read') && (
        <FilterChip
          single
          label={t('cp.next_work')}
          options={NEXT_WORKS.map((value) => ({
            value,
            label: t(`enums.Counterparty.NextWorkState.${value}`),
          }))}
          value={search.next_work ? [search.next_work] : []}
          onChange={([next_work]) => onChange({ next_work })}
        />
      )}
      {can('registry.read') && (
        <FilterChip
          single
          label={t('cp.registry')}
          options={[{ value: 'true', label: t('cp.registryAlarming') }]}
          value={search.registry_alarming ? ['true'] : []}
          onChange={(chosen) => onChange({ registry_alarming: chosen.length ? 'true' : undefined })}
        />
      )}
      {(can('managers.read') || search.manager_conflict) && (
        <FilterChip
          label={t('list.conflict')}
          options={enums.conflicts}
          value={search.manager_conflict ?? []}
          onChange={(manager_conflict) => onChange({ manager_conflict: orNone(manager_conflict) })}
        />
      )}
      {search.source_import && (
        <FilterChip
          label={t('cp.import')}
          options={[{ value: search.source_import, label: t('cp.fromImport') }]}
          value={[search.source_import]}
          onChange={() => onChange({ source_import: undefined })}
        />
      )}
      <CustomFilters
        value={search.custom ?? []}
        onChange={(custom) => onChange({ custom: orNone(custom) })}
      />
      {isFiltered(search) && (
        <Button variant="subtle" color="gray" leftSection={<IconFilterOff size={16} />} onClick={onReset}>
          {t('ui.reset')}
        </Button>
      )}
    </search>
  );
}
