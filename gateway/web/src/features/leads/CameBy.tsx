/** Filters by what people write themselves: those in sight are offered, any other is typed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '@/shared/ui/FilterChip';
import type { Lead } from './api';
import { offered } from './offered';
import type { LeadSearch } from './search';

const FIELDS = ['source', 'campaign'] as const;
type Field = (typeof FIELDS)[number];

interface Props {
  shown: Lead[];
  search: LeadSearch;
  onChange: (patch: Partial<LeadSearch>) => void;
}

export function CameBy({ shown, search, onChange }: Props) {
  return FIELDS.map((field) => (
    <Chip
      key={field}
      field={field}
      inSight={shown.map((lead) => lead[field])}
      value={search[field] ?? []}
      onChange={(value) => onChange({ [field]: value.length ? value : undefined })}
    />
  ));
}

interface ChipProps {
  field: Field;
  inSight: string[];
  value: string[];
  onChange: (value: string[]) => void;
}

function Chip({ field, inSight, value, onChange }: ChipProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <FilterChip
      label={t(`fields.leads.${field}`)}
      options={offered(inSight, value, typed).map((each) => ({ value: each, label: each }))}
      value={value}
      onSearch={setTyped}
      onChange={onChange}
    />
  );
}
