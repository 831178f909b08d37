/** Chosen works to another day, or not needed any more: a word why, and the job. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import { useZone } from '@/features/works/useZone';
import { workingDaysLater } from '@/features/works/when';
import type { Job } from '@/shared/api/types';
import { todayIn } from '@/shared/lib/dates';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { DateInput } from '@/shared/ui/fields/DateInput';
import notice from '@/shared/ui/Notice.module.css';
import { type ChosenWorks, cancelMany, postponeMany, useStart } from './api';

interface Props {
  chosen: ChosenWorks;
  onClose: () => void;
  onStarted: () => void;
}

export function PostponeMany({ chosen, ...dialog }: Props) {
  const { t } = useTranslation();
  const today = todayIn(useZone());
  const [start_date, setDay] = useState(() => workingDaysLater(today, 1));
  const start = useStart(postponeMany);
  return (
    <Dialog
      {...dialog}
      title={t('mass.postpone')}
      action={t('works.postpone')}
      start={(comment) => start.mutateAsync({ ...chosen, start_date, comment })}
      saving={start.isPending}
      error={start.error}
    >
      {(errors) => (
        <DateInput
          data-autofocus
          label={t('mass.newDay')}
          description={t('mass.newDayHint')}
          value={start_date}
          error={errors.start_date}
          onChange={setDay}
        />
      )}
    </Dialog>
  );
}

export function CancelMany({ chosen, ...dialog }: Props) {
  const { t } = useTranslation();
  const start = useStart(cancelMany);
  return (
    <Dialog
      {...dialog}
      danger
      title={t('mass.cancel')}
      action={t('mass.cancel')}
      start={(comment) => start.mutateAsync({ ...chosen, comment })}
      saving={start.isPending}
      error={start.error}
    >
      {() => <p>{t('mass.cancelHint')}</p>}
    </Dialog>
  );
}

interface DialogProps extends Omit<Props, 'chosen'> {
  title: string;
  action: string;
  danger?: boolean;
  start: (comment: string) => Promise<Job>;
  saving: boolean;
  error: Error | null;
  children: (errors: Record<string, string>) => ReactNode;
}

function Dialog({ title, action, danger, start, saving, error, onClose, onStarted, children }: DialogProps) {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  const errors = fieldErrors(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (saving) return;
    start(comment.trim()).then(
      (job) => {
        watchJob(job, title);
        onStarted();
        onClose();
      },
      // The dialog shows it.
      () => undefined,
    );
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {error && Object.keys(errors).length === 0 && (
            <div className={notice.error} role="alert">
              {errorText(error)}
            </div>
          )}
          {children(errors)}
          <TextInput
            label={t('works.reason')}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} loading={saving}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
