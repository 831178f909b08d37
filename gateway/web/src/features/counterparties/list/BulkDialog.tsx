import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import { type BulkChange, type BulkTarget, bulkPreviewQuery, useBulk } from '../bulk';
import type { BulkAction } from './BulkActions';
import { BulkChanges } from './BulkChanges';
import { BulkPreview } from './BulkPreview';

interface Props {
  action: Exclude<BulkAction, 'merge' | 'works'>;
  target: BulkTarget;
  onClose: () => void;
  onStarted: () => void;
}

/** Actions that need no more to be said. */
const WHOLE: Partial<Record<BulkAction, BulkChange>> = {
  delete: { delete: true },
  deal: { owner_by_segments: true },
};

/** Says what will change before anything does; the work itself is a job. */
export function BulkDialog({ action, target, onClose, onStarted }: Props) {
  const { t } = useTranslation();
  const [change, setChange] = useState<BulkChange | undefined>(WHOLE[action]);
  const [settled] = useDebouncedValue(change, 300);
  const preview = useQuery(bulkPreviewQuery(target, settled));
  const bulk = useBulk();
  const label = t(`list.bulkTitle.${action}`);
  const deletes = action === 'delete';
  const start = () =>
    change &&
    bulk.mutate(
      { target, change },
      {
        onSuccess: (job) => {
          watchJob(job, label);
          onStarted();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} title={label} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Stack gap="md">
          <BulkChanges action={action} onChange={setChange} />
          {settled && <BulkPreview deletes={deletes} preview={preview} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button
              type="submit"
              color={deletes ? 'red' : undefined}
              loading={bulk.isPending}
              disabled={!change || preview.data?.changed === 0}
            >
              {deletes ? t('ui.delete') : t('list.apply')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
