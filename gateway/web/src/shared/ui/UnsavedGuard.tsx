import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmTyped } from './ConfirmTyped';

/** Asks before a page with unsaved changes is left, be it by a link, by Back or by closing the tab. */
export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  return (
    <ConfirmTyped
      opened={blocker.status === 'blocked'}
      title={t('ui.leaveTitle')}
      confirm={t('ui.leave')}
      onClose={() => blocker.reset?.()}
      onConfirm={() => blocker.proceed?.()}
    >
      {t('ui.leaveText')}
    </ConfirmTyped>
  );
}
