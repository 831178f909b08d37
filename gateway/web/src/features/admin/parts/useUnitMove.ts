/** Moves a unit and offers to move it back. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orgUnitsQuery } from '@/shared/session/directory';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import { useMoveUnit } from '../api';
import { moveRefusal, type OrgUnit } from '../orgTree';

export function useUnitMove(units: readonly OrgUnit[]) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { mutate } = useMoveUnit();
  return (name: string, parent: string) => {
    const unit = units.find((one) => one.name === name);
    const target = units.find((one) => one.name === parent);
    if (!unit || !target || moveRefusal(units, name, parent)) return;
    const back = () => {
      // The tree has moved on since: its etag is the fresh one's.
      const fresh = client.getQueryData(orgUnitsQuery.queryKey)?.find((one) => one.name === name);
      const home = units.find((one) => one.name === unit.parent)?.display_name ?? '';
      const text = t('adminUi.units.moved', { name: unit.display_name, parent: home });
      if (fresh) mutate({ unit: fresh, parent: unit.parent }, { onSuccess: () => toastDone(text) });
    };
    mutate(
      { unit, parent },
      {
        onSuccess: () =>
          toastUndo(t('adminUi.units.moved', { name: unit.display_name, parent: target.display_name }), back),
      },
    );
  };
}
