import { useTranslation } from 'react-i18next';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { toastError } from '@/shared/ui/toast';
import { type Demand, useRun } from './api';

/** What is destroyed takes the person's name to be typed. */
export function RunDialog({ demand, onClose }: { demand: Demand; onClose: () => void }) {
  const { t } = useTranslation();
  const run = useRun();
  const word = demand.kind === 'ERASURE' ? demand.person_display_name : undefined;
  return (
    <ConfirmTyped
      opened
      title={t(`privacy.runTitle.${demand.kind}`)}
      word={word}
      confirm={t(`privacy.run.${demand.kind}`)}
      loading={run.isPending}
      onClose={onClose}
      onConfirm={() =>
        run.mutate(
          { name: demand.name, confirmation: word ?? '', etag: demand.etag },
          { onSuccess: onClose, onError: toastError },
        )
      }
    >
      {t(`privacy.runText.${demand.kind}`)}
    </ConfirmTyped>
  );
}
