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

const OVERDUE = 'overdue';
const orNone = (values: string[]) => (values.length ? values : undefined);

export function Filters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const actions = useActions();
  return (
    <search className={s.filters} aria-label={t('works.filters')}>
      <QueryField
        className={s.query}
        label={t('works.query')}
        placeholder={t('works.queryPlaceholder')}
        value={search.query ?? ''}
        onChange={(query) => onChange({ query: query || undefined })}
      />
      <FilterChip
        single
        label={t('works.period')}
        options={[
          { value: OVERDUE, label: t('works.onlyOverdue') },
          ...PERIODS.map((value) => ({ value, label: t(`works.periods.${value}`) })),
        ]}
        value={search.overdue ? [OVERDUE] : search.period ? [search.period] : []}
        onChange={([due]) =>
          onChange(
            due === OVERDUE ? { overdue: 'true', period: undefined } : { overdue: undefined, period: due },
          )
        }
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
      {can('users.read') && (
        <OwnerChip
          label={t('works.owner')}
          special={[
            { value: 'users/me', label: t('works.mine') },
            { value: 'users/none', label: t('works.nobody') },
          ]}
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
