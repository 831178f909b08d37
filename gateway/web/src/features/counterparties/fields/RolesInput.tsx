import { Chip, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { ROLES } from './fields';

interface Props {
  label: string;
  value: Counterparty['roles'];
  onChange: (value: Counterparty['roles']) => void;
}

export function RolesInput({ label, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Chip.Group multiple value={value} onChange={(next) => onChange(next as Counterparty['roles'])}>
      <Group gap={6} role="group" aria-label={label}>
        {ROLES.map((role) => (
          <Chip key={role} value={role} size="xs">
            {t(`cp.roleNames.${role}`)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
