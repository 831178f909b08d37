import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import s from './Admin.module.css';

/** The only time a key's secret is seen: it does not close by a stray click or Escape. */
export function SecretModal({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('adminUi.keys.secretTitle')}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      size="lg"
    >
      <Stack gap="md">
        <p className={s.text}>{t('adminUi.keys.secretText')}</p>
        <TextInput
          readOnly
          aria-label={t('adminUi.keys.secretTitle')}
          value={secret}
          classNames={{ input: 'mono' }}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('adminUi.keys.done')}
          </Button>
          <Button
            data-autofocus
            leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            onClick={() => clipboard.copy(secret)}
          >
            {t(clipboard.copied ? 'adminUi.keys.copied' : 'adminUi.keys.copy')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
