import { useTranslation } from 'react-i18next';
import { deleteWork, undeleteWork, useChangeWork, type Work } from '@/features/works/api';
import { ApiError, http, idOf, unwrap } from '@/shared/api/client';
import { daysLater } from '@/shared/lib/dates';
import { toastError, toastUndo } from '@/shared/ui/toast';
import { deleteSeries, undeleteSeries, updateSeries } from './api';
import type { Scope } from './asking';
import { ScopeDialog } from './ScopeDialog';

type Repeated = Pick<Work, 'name' | 'series' | 'display_name'>;

/** Deletes one of a series, those from it on, or all to come; each can be taken back. */
export function RemoveRepeated({ work, onClose }: { work: Repeated; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useChangeWork((scope: Scope) => WAYS[scope](work));
  const back = useChangeWork((undo: () => Promise<unknown>) => undo());
  const choose = (scope: Scope) =>
    remove.mutate(scope, {
      onError: toastError,
      onSuccess: (undo) => {
        const text = t(scope === 'only' ? 'works.deleted' : 'series.ended', { work: work.display_name });
        toastUndo(text, () => back.mutate(undo, { onError: toastError }), work.name);
        onClose();
      },
    });
  return <ScopeDialog what="remove" saving={remove.isPending} onChoose={choose} onClose={onClose} />;
}

/** What takes it back again. */
const WAYS: Record<Scope, (work: Repeated) => Promise<() => Promise<unknown>>> = {
  only: async ({ name }) => {
    await deleteWork(name);
    return () => undeleteWork(name);
  },
  following: endBefore,
  all: async ({ series }) => {
    await deleteSeries(series);
    return () => undeleteSeries(series);
  },
};

/** The series ends the day before; of one whose first work this is nothing is left. */
async function endBefore({ name, series }: Repeated) {
  const [work, found] = await Promise.all([
    unwrap(http.GET('/v1/works/{work}', { params: { path: { work: idOf(name) } } })),
    unwrap(http.GET('/v1/workSeries/{work_series}', { params: { path: { work_series: idOf(series) } } })),
  ]);
  const last = daysLater(work.series_date ?? '', -1).replaceAll('-', '');
  const rule = [...found.rule.split(';').filter((part) => !part.startsWith('UNTIL=')), `UNTIL=${last}`].join(
    ';',
  );
  try {
    await updateSeries({ series: found, repeated: { rule } });
  } catch (error) {
    const nothingLeft =
      error instanceof ApiError &&
      error.problem.fields?.some(({ reason }) => reason === 'RULE_NO_OCCURRENCE');
    if (!nothingLeft) throw error;
    return WAYS.all({ name, series, display_name: '' });
  }
  return async () => {
    const now = await unwrap(
      http.GET('/v1/workSeries/{work_series}', { params: { path: { work_series: idOf(series) } } }),
    );
    return updateSeries({ series: now, repeated: { rule: found.rule } });
  };
}
