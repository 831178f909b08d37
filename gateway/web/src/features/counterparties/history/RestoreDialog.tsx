import { Button, Group, Modal, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AuditEntry, Schemas } from '@/shared/api/types';
import { reasonText } from '@/shared/lib/errors';
import { dateTime } from '@/shared/lib/format';
import { ErrorState } from '@/shared/ui/ErrorState';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import { useNames } from '../card/useNames';
import { previewQuery, useRestore } from './api';
import s from './History.module.css';
import { parse, type Subject, useFieldTexts } from './texts';

type Value = Schemas['RestoredValue'];

interface Props {
  subject: Subject;
  entry: AuditEntry;
  /** One of the entry's fields. */
  field: string;
  onClose: () => void;
}

/** Shows what will change, asks, does it, and offers to take it back. */
export function RestoreDialog({ subject, entry, field, onClose }: Props) {
  const { t } = useTranslation();
  const preview = useQuery(previewQuery(subject.name, entry.name, field));
  const restore = useRestore(subject.name);
  const values = preview.data?.values ?? [];
  const possible = values.length > 0 && values.every((value) => !value.reason);
  const confirm = () =>
    restore.mutate(
      { change: entry.name, fields: [field], etag: preview.data?.etag },
      {
        onSuccess: ({ change }) => {
          onClose();
          if (!change) toastDone(t('restoring.done'));
          else toastUndo(t('restoring.done'), () => restore.mutate({ change, fields: [field] }));
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(possible || preview.isPending ? 'restoring.title' : 'restoring.impossible')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {preview.isPending && <Skeleton h={90} />}
      {preview.error && <ErrorState error={preview.error} retry={() => void preview.refetch()} />}
      <Values subject={subject} values={values} />
      {possible && entry.time && (
        <p className={s.hint}>{t('restoring.hint', { time: dateTime(entry.time) })}</p>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t(possible ? 'ui.cancel' : 'ui.close')}
        </Button>
        {possible && (
          <Button data-autofocus loading={restore.isPending} onClick={confirm}>
            {t('restoring.confirm')}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

function Values({ subject, values }: { subject: Subject; values: readonly Value[] }) {
  const { t } = useTranslation();
  const nameOf = useNames(
    values.flatMap(({ field, current_value, restored_value }) => [
      { field, value: parse(current_value) },
      { field, value: parse(restored_value) },
    ]),
  );
  const texts = useFieldTexts(subject, nameOf);
  return values.map((value) => (
    <dl key={value.field} className={s.preview}>
      <dt className={s.previewField}>{texts.label(value.field)}</dt>
      <dd className={s.previewValues}>
        <span className={s.meta}>{t('restoring.now')}</span>
        <span className={s.value}>
          {texts.text(value.field, parse(value.current_value)) || t('history.cleared')}
        </span>
        <span className={s.meta}>{t('restoring.then')}</span>
        <span className={s.value} data-new={!value.reason || undefined}>
          {texts.text(value.field, parse(value.restored_value)) || t('history.cleared')}
        </span>
      </dd>
      {value.reason && (
        <dd className={s.refusal} role="alert">
          {reasonText(value.reason, {}, value.description)}
        </dd>
      )}
    </dl>
  ));
}
