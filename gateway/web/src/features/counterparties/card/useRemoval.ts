import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import { useDelete, useUndelete } from '../api';

/** To the recycle bin and back, each one click away from the other. */
export function useRemoval() {
  const { t } = useTranslation();
  const remove = useDelete();
  const restore = useUndelete();
  const bringBack = (name: string) =>
    restore.mutate(name, { onSuccess: () => toastDone(t('card.restored')) });
  const toBin = (row: Counterparty) =>
    remove.mutate(row, {
      onSuccess: () => toastUndo(t('card.deleted', { name: row.display_name }), () => bringBack(row.name)),
    });
  return { toBin, bringBack, pending: remove.isPending || restore.isPending };
}
