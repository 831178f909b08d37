import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useAttachmentMutations } from './api';
import s from './Files.module.css';

interface Props {
  file: Attachment;
  parent: string;
  onClose: () => void;
}

export function EditDialog({ file, parent, onClose }: Props) {
  const { t } = useTranslation();
  const { update } = useAttachmentMutations(parent);
  const [name, setName] = useState(file.file_name);
  const [description, setDescription] = useState(file.description);
  const errors = fieldErrors(update.error);
  const submit = () =>
    update.mutate({ file, file_name: name.trim(), description: description.trim() }, { onSuccess: onClose });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('attachments.edit')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) submit();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            required
            label={t('attachments.fileName')}
            value={name}
            maxLength={240}
            error={errors.file_name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('attachments.description')}
            value={description}
            maxLength={2000}
            minRows={2}
            autosize
            error={errors.description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {update.error && (
            <p className={s.error} role="alert">
              {errorText(update.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={update.isPending}>
              {t('ui.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
