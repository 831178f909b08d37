import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/shared/api/types';
import { dateTime } from '@/shared/lib/format';
import { useInvite } from '../api';
import s from './Admin.module.css';

interface Props {
  user: User;
  /** Just added: there is no older link to warn about. */
  fresh?: boolean;
  onClose: () => void;
}

/** Makes an invitation link and shows it once. */
export function InvitationModal({ user, fresh, onClose }: Props) {
  const { t } = useTranslation();
  const { mutate, data, isPending } = useInvite();
  const clipboard = useClipboard({ timeout: 2000 });
  const asked = useRef(false);
  useEffect(() => {
    if (!fresh || asked.current) return;
    asked.current = true;
    mutate(user.name);
  }, [fresh, mutate, user.name]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(data || fresh ? 'adminUi.invitation.title' : 'adminUi.invitation.askTitle')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      closeOnClickOutside={!data}
    >
      {data ? (
        <Stack gap="md">
          <p className={s.text}>{t('adminUi.invitation.text', { name: user.display_name })}</p>
          <TextInput
            readOnly
            aria-label={t('adminUi.invitation.title')}
            value={data.url}
            description={
              data.expire_time && t('adminUi.invitation.until', { date: dateTime(data.expire_time) })
            }
            inputWrapperOrder={['input', 'description']}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('adminUi.invitation.done')}
            </Button>
            <Button
              data-autofocus
              leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={() => clipboard.copy(data.url)}
            >
              {t(clipboard.copied ? 'adminUi.invitation.copied' : 'adminUi.invitation.copy')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <p className={s.text}>{fresh ? t('ui.loading') : t('adminUi.invitation.askText')}</p>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button loading={isPending} onClick={() => mutate(user.name)}>
              {t('adminUi.invitation.make')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
