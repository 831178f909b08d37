import { SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findQuery } from '@/features/counterparties';
import { useCan } from '@/shared/session/session';
import { FilterChip } from '@/shared/ui/FilterChip';
import { OwnerChip, UnitChip } from '@/shared/ui/OwnerChip';
import { QueryField } from '@/shared/ui/QueryField';
import { PERIODS, PRIORITIES, STATES, type WorkSearch } from './search';
import { subjectKind } from './subject';
import { useActions } from './WorkLine';
import s from './Works.module.css';

interface Props {
  search: WorkSearch;
  onChange: (patch: Partial<WorkSearch>) => void;
}

const QUEUE = 'users/none';
const orNone = (values: string[]) => (values.length ? values : undefined);

export function Filters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const actions = useActions();
  const whose = search.owner?.length === 1 ? search.owner[0] : undefined;
  const lane = whose === QUEUE || whose === 'users/me' ? whose : 'all';
  const flag = (on: string[]) => (on.length ? ('true' as const) : undefined);
  return (
    <search className={s.filters} aria-label={t('works.filters')}>
      <SegmentedControl
        aria-label={t('works.whose')}
        value={lane}
        onChange={(next) => onChange({ owner: next === 'all' ? undefined : [next] })}
        data={[
          { value: 'all', label: t('works.all') },
          { value: 'users/me', label: t('works.mine') },
          { value: QUEUE, label: t('works.queue') },
        ]}
      />
      <QueryField
        className={s.query}
        label={t('works.query')}
        placeholder={t('works.queryPlaceholder')}
        value={search.query ?? ''}
        onChange={(query) => onChange({ query: query || undefined })}
      />
      <FilterChip
        single
        label={t('works.overdue')}
        options={[{ value: 'true', label: t('works.onlyOverdue') }]}
        value={search.overdue ? ['true'] : []}
        onChange={(on) => onChange({ overdue: flag(on) })}
      />
      <FilterChip
        single
        label={t('works.period')}
        options={PERIODS.map((value) => ({ value, label: t(`works.periods.${value}`) }))}
        value={search.period ? [search.period] : []}
        onChange={([period]) => onChange({ period })}
      />
      <FilterChip
        label={t('works.state')}
        options={STATES.map((value) => ({ value, label: t(`enums.Work.State.${value}`) }))}
        value={search.state ?? []}
        onChange={(state) => onChange({ state: orNone(state) })}
      />
      <FilterChip
        label={t('works.sign')}
        options={['PLUS', 'MINUS'].map((value) => ({ value, label: t(`enums.Work.Sign.${value}`) }))}
        value={search.sign ?? []}
        // Only what is closed has a sign.
        onChange={(sign) =>
          onChange({ sign: orNone(sign), ...(sign.length ? { state: ['DONE'], overdue: undefined } : {}) })
        }
      />
      <FilterChip
        label={t('works.action')}
        options={actions.map(({ name, display_name }) => ({ value: name, label: display_name }))}
        value={search.action ?? []}
        onChange={(action) => onChange({ action: orNone(action) })}
      />
      <FilterChip
        label={t('works.priority')}
        options={PRIORITIES.map((value) => ({ value, label: t(`enums.Work.Priority.${value}`) }))}
        value={search.priority ?? []}
        onChange={(priority) => onChange({ priority: orNone(priority) })}
      />
      <SubjectChip value={search.link} onChange={(link) => onChange({ link })} />
      {can('users.read') && lane === 'all' && (
        <OwnerChip
          label={t('works.owner')}
          special={[]}
          value={search.owner ?? []}
          onChange={(owner) => onChange({ owner: orNone(owner) })}
        />
      )}
      {can('org_units.read') && (
        <UnitChip
          label={t('works.unit')}
          value={search.org_unit}
          onChange={(org_unit) => onChange({ org_unit })}
        />
      )}
    </search>
  );
}

/** Works with one client; of another record, when one comes from its card. */
function SubjectChip({ value, onChange }: { value?: string; onChange: (link?: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const { data = [] } = useQuery(findQuery(asked));
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const found = data.map(({ name, display_name }) => ({ value: name, label: display_name }));
  const kind = subjectKind(value ?? '');
  const present =
    chosen?.value === value ? chosen : value && { value, label: kind ? t(`works.subjects.${kind}`) : value };
  const options = present && !found.some((one) => one.value === present.value) ? [present, ...found] : found;
  return (
    <FilterChip
      single
      label={t('works.client')}
      options={options}
      value={value ? [value] : []}
      onSearch={setText}
      onChange={([link]) => {
        setChosen(options.find((one) => one.value === link));
        onChange(link);
      }}
    />
  );
}
