import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { OffboardDrawer } from '@/features/offboarding';
import { SessionList } from '@/features/profile';
import type { User } from '@/shared/api/types';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { toastUndo } from '@/shared/ui/toast';
import { useSetUserEnabled } from '../api';
import { InvitationModal } from './InvitationModal';

export interface UserAction {
  kind: 'invite' | 'sessions' | 'disable' | 'enable' | 'offboard';
  user: User;
}

interface Props {
  action: UserAction;
  onClose: () => void;
}

/** What the menu of a person leads to. */
export function UserDialogs({ action, onClose }: Props) {
  const { t } = useTranslation();
  const { user, kind } = action;
  if (kind === 'invite') return <InvitationModal user={user} onClose={onClose} />;
  if (kind === 'sessions')
    return (
      <Modal
        opened
        onClose={onClose}
        size="lg"
        title={t('adminUi.users.sessionsOf', { name: user.display_name })}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <SessionList user={user.name} />
      </Modal>
    );
  if (kind === 'offboard') return <OffboardDrawer user={user} onClose={onClose} />;
  return <Disable user={user} onClose={onClose} />;
}

interface OneProps {
  user: User;
  onClose: () => void;
}

function Disable({ user, onClose }: OneProps) {
  const { t } = useTranslation();
  const { mutate, isPending } = useSetUserEnabled();
  const name = user.display_name;
  return (
    <ConfirmTyped
      opened
      title={t('adminUi.users.disableTitle')}
      confirm={t('adminUi.users.disable')}
      loading={isPending}
      onClose={onClose}
      onConfirm={() =>
        mutate(
          { user, on: false },
          {
            onSuccess: (fresh) => {
              onClose();
              toastUndo(t('adminUi.users.disabled', { name }), () => mutate({ user: fresh, on: true }));
            },
          },
        )
      }
    >
      {t('adminUi.users.disableText', { name })}
    </ConfirmTyped>
  );
}
