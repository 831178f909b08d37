import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui/ErrorState';
import { lossReasonsQuery } from '../api';

interface Props {
  saving: boolean;
  onSave: (reason: string, comment: string) => void;
  onClose: () => void;
}

/** Why a deal was lost: from the tenant's reasons, as reports go by them. */
export default function LoseDialog({ saving, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const reasons = useQuery(lossReasonsQuery);
  const [reason, setReason] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const shown = (reasons.data ?? []).filter((one) => !one.archived && one.applies !== 'LEADS');
  const needsComment = shown.find((one) => one.name === reason)?.comment_required ?? false;
  const ready = Boolean(reason) && (!needsComment || comment.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (ready && reason) onSave(reason, comment.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deals.losing')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {reasons.isError ? (
        <ErrorState error={reasons.error} retry={() => void reasons.refetch()} />
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <Select
              data-autofocus
              required
              label={t('fields.deals.loss_reason')}
              disabled={reasons.isPending}
              allowDeselect={false}
              data={shown.map(({ name, display_name }) => ({ value: name, label: display_name }))}
              value={reason}
              error={tried && !reason ? t('deals.reasonRequired') : undefined}
              onChange={setReason}
            />
            <Textarea
              autosize
              minRows={2}
              required={needsComment}
              label={t('fields.deals.loss_comment')}
              value={comment}
              error={tried && needsComment && !comment.trim() ? t('deals.commentRequired') : undefined}
              onChange={(event) => setComment(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('ui.cancel')}
              </Button>
              <Button type="submit" color="red" loading={saving}>
                {t('deals.toLost')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
