import { Checkbox, Input, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const LATER = ['OPEN_WORKS', 'OPEN_DEALS'] as const;

/** What goes to a new owner with the client: contacts always; works and deals when there are such. */
export function OwnerCascadeNote() {
  const { t } = useTranslation();
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
      {LATER.map((each) => (
        <Checkbox
          key={each}
          size="xs"
          checked={false}
          disabled
          label={t(`enums.Counterparty.OwnerCascade.${each}`)}
          description={t('cp.cascade.later')}
        />
      ))}
    </Stack>
  );
}
