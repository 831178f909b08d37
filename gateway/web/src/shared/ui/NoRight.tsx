import { IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { profileQuery } from '@/shared/session/session';
import { EmptyState } from './EmptyState';

/** Shown instead of a screen the caller may not open: says what is missing and whom to ask. */
export function NoRight({ permission }: { permission?: string }) {
  const { t, i18n } = useTranslation();
  // A refusal may come before there is a profile.
  const viewed = useQueryClient().getQueryData(profileQuery.queryKey)?.viewed_by;
  const key = `permissions.${permission}`;
  const what = permission && i18n.exists(key) ? t(key) : permission;
  return (
    <EmptyState
      icon={IconLock}
      tone="gray"
      title={t('ui.noRight')}
      hint={
        viewed
          ? t('ui.noRightViewing')
          : what
            ? t('ui.noRightHint', { permission: what })
            : t('ui.noRightAsk')
      }
    />
  );
}
