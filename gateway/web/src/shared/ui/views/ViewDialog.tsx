import { Button, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../api/types';
import { useCan } from '../../session/session';

interface Props {
  view?: SavedView;
  onClose: () => void;
  onSave: (name: string, visibility: 'PRIVATE' | 'SHARED') => void;
}

/** Names a view, new or kept, and says who has it. */
export function ViewDialog({ view, onClose, onSave }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const [name, setName] = useState(view?.display_name ?? '');
  const [shared, setShared] = useState(view?.visibility === 'SHARED');
  return (
    <Modal
      opened
      onClose={onClose}
      title={view ? t('list.renameView') : t('list.saveView')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) onSave(name.trim(), shared ? 'SHARED' : 'PRIVATE');
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('list.viewName')}
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {can('saved_views.share') && (
            <Switch
              label={t('list.shareWithAll')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          <Button type="submit" disabled={!name.trim()}>
            {t('ui.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
