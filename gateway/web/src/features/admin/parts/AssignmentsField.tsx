import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rolesQuery } from '../api';
import { type OrgUnit, pathLabel } from '../orgTree';
import s from './AssignmentsField.module.css';

interface Assignment {
  role: string;
  org_unit: string;
}

interface Props {
  value: Assignment[];
  units: OrgUnit[];
  error?: ReactNode;
  disabled: boolean;
  onChange: (value: Assignment[]) => void;
}

const OWN = '-';

/** Roles, each with the unit that its scope counts from. */
export function AssignmentsField({ value, units, error, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const roles = useQuery(rolesQuery).data ?? [];
  const put = (index: number, patch: Partial<Assignment>) =>
    onChange(value.map((one, i) => (i === index ? { ...one, ...patch } : one)));
  return (
    <fieldset className={s.field} disabled={disabled}>
      <legend className={s.legend}>{t('adminUi.user.assignments')}</legend>
      <p className={s.hint}>{t('adminUi.user.assignmentsHint')}</p>
      {value.map((one, index) => (
        <div key={index} className={s.line}>
          <Select
            aria-label={t('adminUi.user.role')}
            placeholder={t('adminUi.user.role')}
            data={roles.map((role) => ({ value: role.name, label: role.display_name }))}
            value={one.role || null}
            onChange={(role) => put(index, { role: role ?? '' })}
            disabled={disabled}
          />
          <Select
            aria-label={t('adminUi.user.roleUnit')}
            searchable
            allowDeselect={false}
            data={[
              { value: OWN, label: t('adminUi.user.ownUnit') },
              ...units.map((unit) => ({ value: unit.name, label: pathLabel(units, unit.name) })),
            ]}
            value={one.org_unit || OWN}
            onChange={(unit) => put(index, { org_unit: unit && unit !== OWN ? unit : '' })}
            disabled={disabled}
          />
          {!disabled && (
            <ActionIcon
              aria-label={t('adminUi.user.removeRole')}
              onClick={() => onChange(value.filter((_, i) => i !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </div>
      ))}
      {value.every((item) => !item.role) && <p className={s.warning}>{t('adminUi.user.noRole')}</p>}
      {error && <p className={s.error}>{error}</p>}
      {!disabled && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange([...value, { role: '', org_unit: '' }])}
        >
          {t('adminUi.user.addRole')}
        </Button>
      )}
    </fieldset>
  );
}
