import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDaysOff } from '@/features/workCalendars';
import { daysLater, todayIn } from '@/shared/lib/dates';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import notice from '@/shared/ui/Notice.module.css';
import { toastError, toastUndo } from '@/shared/ui/toast';
import { postponeWork, updateWork, useChangeWork, type WhenInput, type Work } from './api';
import { WhenFields } from './form/WhenFields';
import { useZone } from './useZone';
import { draftOf, type WhenDraft, whenOf, whenText, workingDaysLater } from './when';

/** To another time: a button for the usual ones, or whatever is said. */
export function Postpone({ work, onClose }: { work: Work; onClose: () => void }) {
  const { t } = useTranslation();
  const zone = useZone();
  const today = todayIn(zone);
  const isOff = useDaysOff(today, work.owner);
  const [when, setWhen] = useState(() => moved(draftOf(work.when, zone), workingDaysLater(today, 1, isOff)));
  const [comment, setComment] = useState('');
  const postpone = useChangeWork(postponeWork);
  const back = useChangeWork(updateWork);
  const errors = fieldErrors(postpone.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (postpone.isPending) return;
    postpone.mutate(
      { name: work.name, etag: work.etag, when: whenOf(when, zone), comment: comment.trim() },
      {
        onSuccess: (saved) => {
          const text = t('works.postponed', { when: whenText(t, saved.when, zone) });
          toastUndo(text, () => back.mutate(asBefore(work, saved.etag), { onError: toastError }), work.name);
          onClose();
        },
      },
    );
  };
  const choices: [string, string][] = [
    ['works.tomorrow', daysLater(today, 1)],
    ['works.nextWorkingDay', workingDaysLater(today, 1, isOff)],
    ['works.inAWeek', daysLater(today, 7)],
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('works.postponing', { work: work.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {postpone.error && Object.keys(errors).length === 0 && (
            <div className={notice.error} role="alert">
              {errorText(postpone.error)}
            </div>
          )}
          <Group gap="xs">
            {choices.map(([key, day]) => (
              <Button
                key={key}
                size="compact-sm"
                variant="default"
                onClick={() => setWhen((before) => moved(before, day))}
              >
                {t(key)}
              </Button>
            ))}
          </Group>
          <WhenFields
            value={when}
            errors={Object.fromEntries(
              Object.entries(errors).map(([field, text]) => [field.replace(/^when\./, ''), text]),
            )}
            onChange={setWhen}
          />
          <TextInput
            label={t('works.reason')}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={postpone.isPending}>
              {t('works.postpone')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The time it had, by its own clock; who planned it is not told of a second move. */
const asBefore = ({ name, when, deadline_time }: Work, etag: string) => ({
  name,
  etag,
  when: when as WhenInput,
  deadline_time: deadline_time ?? (null as never),
});

/** As long as it was, beginning that day. */
function moved(when: WhenDraft, day: string): WhenDraft {
  const length = Math.round((Date.parse(when.until) - Date.parse(when.date)) / 86_400_000) || 0;
  return { ...when, date: day, until: daysLater(day, Math.max(0, length)) };
}
