import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone } from '@/shared/ui/toast';
import { useCreateRole, useUpdateRole } from '../api';
import type { Role } from '../matrix';

interface Props {
  /** The role to rename; a new one if unset. */
  role?: Role;
  onCreated?: (role: Role) => void;
  onClose: () => void;
}

export function RoleNameModal({ role, onCreated, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(role?.display_name ?? '');
  const create = useCreateRole();
  const update = useUpdateRole();
  const display_name = name.trim();
  const done = (fresh: Role) => {
    toastDone(t(role ? 'adminUi.roles.saved' : 'adminUi.roles.copied', { name: fresh.display_name }));
    onCreated?.(fresh);
    onClose();
  };
  const submit = () =>
    role
      ? update.mutate({ name: role.name, etag: role.etag, display_name }, { onSuccess: done })
      : create.mutate({ display_name, rules: [], field_rights: [] }, { onSuccess: done });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(role ? 'adminUi.roles.rename' : 'adminUi.roles.create')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (display_name) submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('adminUi.roles.name')}
            placeholder={t('adminUi.roles.nameHint')}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" disabled={!display_name} loading={create.isPending || update.isPending}>
              {t(role ? 'ui.save' : 'ui.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
