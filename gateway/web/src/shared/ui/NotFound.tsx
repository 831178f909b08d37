import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={IconMapOff} tone="gray" title={t('ui.notFound')} hint={t('ui.notFoundHint')}>
      <Button variant="default" renderRoot={(props) => <Link to="/counterparties" {...props} />}>
        {t('ui.toList')}
      </Button>
    </EmptyState>
  );
}
