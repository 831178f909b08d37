import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { toastDone } from '@/shared/ui/toast';
import { useUndoImport } from '../api';
import { type ImportFile, NO_COUNTS } from '../model';

/** Takes back everything the import made; asked for with a typed word. */
export function UndoImport({ file }: { file: ImportFile }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const undo = useUndoImport(file.name);
  const counts = file.counts ?? NO_COUNTS;
  return (
    <>
      <Button
        variant="light"
        color="red"
        leftSection={<IconArrowBackUp size={16} />}
        onClick={() => setAsking(true)}
      >
        {t('importsUi.result.undo')}
      </Button>
      <ConfirmTyped
        opened={asking}
        title={t('importsUi.undo.title')}
        word={t('importsUi.undo.word')}
        confirm={t('importsUi.undo.confirm')}
        loading={undo.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          undo.mutate(undefined, {
            onSuccess: () => {
              setAsking(false);
              toastDone(t('importsUi.undo.started'));
            },
          })
        }
      >
        {t('importsUi.undo.text', { created: count(counts.created), updated: count(counts.updated) })}
      </ConfirmTyped>
    </>
  );
}
