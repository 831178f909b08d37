import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { useCreateClients } from '../api';
import { type ImportFile, NO_COUNTS } from '../model';
import s from './CreateButton.module.css';

interface Props {
  file: ImportFile;
  label: string;
  /** Just these rows; all that are ready if unset. */
  rows?: string[];
  onStarted?: () => void;
}

/** Creates clients, after saying how many and what stays behind. */
export function CreateButton({ file, label, rows, onStarted }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const create = useCreateClients(file.name);
  const counts = file.counts ?? NO_COUNTS;
  const number = rows ? rows.length : counts.waiting;
  const submit = () =>
    create.mutate(rows ? { rows } : { all_valid: true }, {
      onSuccess: () => {
        setAsking(false);
        onStarted?.();
        void navigate({ from: '/imports/$id', search: { step: 'result' } });
      },
    });
  return (
    <>
      <Button
        leftSection={<IconUserPlus size={16} />}
        onClick={() => setAsking(true)}
        disabled={number === 0}
      >
        {label}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('importsUi.create.title', { count: number, n: count(number) })}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Stack gap="md">
          <div className={s.text}>
            {file.duplicate_policy === 'UPDATE' && <p>{t('importsUi.create.updateNote')}</p>}
            {!rows && counts.rejected + counts.duplicates > 0 && (
              <>
                <p>{t('importsUi.create.left')}:</p>
                <ul>
                  {counts.rejected > 0 && (
                    <li>{t('importsUi.create.leftRejected', { n: count(counts.rejected) })}</li>
                  )}
                  {counts.duplicates > 0 && (
                    <li>{t('importsUi.create.leftDuplicates', { n: count(counts.duplicates) })}</li>
                  )}
                </ul>
              </>
            )}
            <p>{t('importsUi.create.undo')}</p>
          </div>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('ui.cancel')}
            </Button>
            <Button onClick={submit} loading={create.isPending} data-autofocus>
              {t('importsUi.create.confirm')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
