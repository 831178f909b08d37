import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/lib/errors';
import { ErrorState } from '@/shared/ui/ErrorState';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { type Lead, reasonsQuery, rejectLead, useChangeLead } from './api';

/** Why nothing came of it: from the tenant's reasons. */
export default function RejectDialog({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation();
  const reasons = useQuery(reasonsQuery);
  const reject = useChangeLead(rejectLead);
  const [reason, setReason] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const shown = (reasons.data ?? []).filter((one) => !one.archived && one.applies !== 'DEALS');
  const needsComment = shown.find((one) => one.name === reason)?.comment_required ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!reason || (needsComment && !comment.trim()) || reject.isPending) return;
    reject.mutate(
      { name: lead.name, reason, comment: comment.trim() },
      {
        onSuccess: () => {
          toastDone(t('leads.rejected'));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('leads.rejecting')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {reasons.isError ? (
        <ErrorState error={reasons.error} retry={() => void reasons.refetch()} />
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            {reject.isError && (
              <div className={notice.error} role="alert">
                {errorText(reject.error)}
              </div>
            )}
            <Select
              data-autofocus
              required
              label={t('fields.leads.reject_reason')}
              disabled={reasons.isPending}
              allowDeselect={false}
              data={shown.map(({ name, display_name }) => ({ value: name, label: display_name }))}
              value={reason}
              error={tried && !reason ? t('leads.reasonRequired') : undefined}
              onChange={setReason}
            />
            <Textarea
              autosize
              minRows={2}
              required={needsComment}
              label={t('fields.leads.reject_comment')}
              value={comment}
              error={tried && needsComment && !comment.trim() ? t('leads.commentRequired') : undefined}
              onChange={(event) => setComment(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('ui.cancel')}
              </Button>
              <Button type="submit" color="red" loading={reject.isPending}>
                {t('leads.reject')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
