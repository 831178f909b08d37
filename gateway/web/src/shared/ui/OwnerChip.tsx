import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { type Option, useOrgUnits, useUserOptions } from '../session/directory';
import { FilterChip } from './FilterChip';

interface OwnerProps {
  label: string;
  /** Beside the people: myself, nobody. */
  special: Option[];
  value: string[];
  onChange: (value: string[]) => void;
}

/** Whose records; people are found on the server as one types. */
export function OwnerChip({ label, special, value, onChange }: OwnerProps) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const people = useUserOptions(search, value);
  const shown = search ? special.filter((one) => value.includes(one.value)) : special;
  return (
    <FilterChip
      label={label}
      options={[...shown, ...people]}
      value={value}
      onChange={onChange}
      onSearch={setText}
    />
  );
}

interface UnitProps {
  label: string;
  value?: string;
  onChange: (value?: string) => void;
}

/** Records of a unit and of all below it. */
export function UnitChip({ label, value, onChange }: UnitProps) {
  const options = [...useOrgUnits().values()].map((unit) => ({
    value: unit.name,
    label: `${'\u2003'.repeat(Math.max(0, unit.path.length - 1))}${unit.display_name}`,
  }));
  return (
    <FilterChip
      single
      label={label}
      options={options}
      value={value ? [value] : []}
      onChange={(chosen) => onChange(chosen[0])}
    />
  );
}
