import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';

/** Shown instead of a screen the caller may not open: says what is missing and whom to ask. */
export function NoRight({ permission }: { permission?: string }) {
  const { t, i18n } = useTranslation();
  const key = `permissions.${permission}`;
  const what = permission && i18n.exists(key) ? t(key) : permission;
  return (
    <EmptyState
      icon={IconLock}
      tone="gray"
      title={t('ui.noRight')}
      hint={what ? t('ui.noRightHint', { permission: what }) : t('ui.noRightAsk')}
    />
  );
}
