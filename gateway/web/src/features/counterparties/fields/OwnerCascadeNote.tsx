import { Checkbox, Input, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OwnerCascade } from '@/shared/api/types';
import { useCan } from '@/shared/session/session';

interface Props {
  value: readonly OwnerCascade[];
  onChange: (value: OwnerCascade[]) => void;
}

/** What goes to a new owner with the client: contacts always, open deals if chosen; works when there are such. */
export function OwnerCascadeNote({ value, onChange }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <Stack gap={6} role="group" aria-label={t('cp.cascade.title')}>
      <Input.Label component="div">{t('cp.cascade.title')}</Input.Label>
      <Checkbox
        size="xs"
        checked
        disabled
        label={t('enums.Counterparty.OwnerCascade.CONTACTS')}
        description={t('cp.cascade.always')}
      />
      {can('deals.update') && (
        <Checkbox
          size="xs"
          checked={value.includes('OPEN_DEALS')}
          label={t('enums.Counterparty.OwnerCascade.OPEN_DEALS')}
          description={t('cp.cascade.deals')}
          onChange={(event) => onChange(event.currentTarget.checked ? ['OPEN_DEALS'] : [])}
        />
      )}
      <Checkbox
        size="xs"
        checked={false}
        disabled
        label={t('enums.Counterparty.OwnerCascade.OPEN_WORKS')}
        description={t('cp.cascade.later')}
      />
    </Stack>
  );
}
