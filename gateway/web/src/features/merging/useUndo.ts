import { useTranslation } from 'react-i18next';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import { type Merge, useUndoMerge } from './api';

/** Takes a merge apart, and says what stayed as somebody changed it since. */
export function useUndo() {
  const { t, i18n } = useTranslation();
  const { mutate, isPending } = useUndoMerge();
  const label = (field: string) => (i18n.exists(`fields.${field}`) ? t(`fields.${field}`) : field);
  const told = (undone: Merge) => {
    const kept = [
      undone.kept_fields.length > 0 &&
        t('merging.keptFields', { fields: undone.kept_fields.map(label).join(', ') }),
      undone.kept_children.length > 0 && t('merging.keptChildren', { count: undone.kept_children.length }),
    ];
    toastDone([t('merging.undone'), ...kept].filter(Boolean).join(' '));
  };
  const undo = (name: string) => mutate(name, { onSuccess: told });
  const offer = (made: Merge) =>
    toastUndo(t('merging.done', { name: made.survivor_display_name }), () => undo(made.name));
  return { undo, offer, pending: isPending };
}
