/** All that is done with a work, wherever it is shown: the dialogs, and what needs none. */

import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RemoveRepeated } from '@/features/series';
import { useCan } from '@/shared/session/session';
import { toastDone, toastError, toastUndo } from '@/shared/ui/toast';
import {
  cancelWork,
  deleteWork,
  reopenWork,
  type Sign,
  undeleteWork,
  useChangeWork,
  type Work,
  workQuery,
} from './api';

const CloseWork = lazy(() => import('./closing/CloseWork').then((m) => ({ default: m.CloseWork })));
const EditWork = lazy(() => import('./form/EditWork').then((m) => ({ default: m.EditWork })));
const NewWork = lazy(() => import('./form/WorkForm').then((m) => ({ default: m.NewWork })));
const Postpone = lazy(() => import('./Postpone').then((m) => ({ default: m.Postpone })));

type Opened =
  | { what: 'close'; name: string; sign?: Sign }
  | { what: 'edit' | 'postpone' | 'follow' | 'remove'; work: Work };

export interface WorkActs {
  close: (work: Pick<Work, 'name'>, sign?: Sign) => void;
  postpone: (work: Pick<Work, 'name'>) => void;
  edit: (work: Pick<Work, 'name'>) => void;
  follow: (work: Pick<Work, 'name'>) => void;
  cancel: (work: Work) => void;
  reopen: (work: Work) => void;
  remove: (work: Work) => void;
  restore: (work: Work) => void;
  dialogs: ReactNode;
}

export function useWorkActs(): WorkActs {
  const { t } = useTranslation();
  const can = useCan();
  const client = useQueryClient();
  const [opened, setOpened] = useState<Opened | null>(null);
  const reopen = useChangeWork(reopenWork);
  const cancel = useChangeWork(cancelWork);
  const remove = useChangeWork(deleteWork);
  const restore = useChangeWork(undeleteWork);
  const shut = () => setOpened(null);
  const back = (run: typeof reopen, name: string) => () => run.mutate(name, { onError: toastError });
  // A row of a list leaves out what only a card shows.
  const whole = (what: 'edit' | 'postpone' | 'follow') => (work: Pick<Work, 'name'>) =>
    void client
      .fetchQuery(workQuery(work.name))
      .then((found) => setOpened({ what, work: found }), toastError);
  return {
    close: ({ name }, sign) => setOpened({ what: 'close', name, sign }),
    postpone: whole('postpone'),
    edit: whole('edit'),
    follow: whole('follow'),
    cancel: ({ name, etag, display_name: work }) =>
      cancel.mutate(
        { name, etag },
        {
          onError: toastError,
          onSuccess: () =>
            can('works.reopen')
              ? toastUndo(t('works.cancelled', { work }), back(reopen, name), name)
              : toastDone(t('works.cancelled', { work })),
        },
      ),
    reopen: ({ name, display_name: work }) =>
      reopen.mutate(name, { onError: toastError, onSuccess: () => toastDone(t('works.reopened', { work })) }),
    remove: (row) => {
      const { name, display_name: work, series, state } = row;
      if (series && state === 'OPEN') return setOpened({ what: 'remove', work: row });
      remove.mutate(name, {
        onError: toastError,
        onSuccess: () => toastUndo(t('works.deleted', { work }), back(restore, name), name),
      });
    },
    restore: ({ name, display_name: work }) =>
      restore.mutate(name, {
        onError: toastError,
        onSuccess: () => toastDone(t('works.restored', { work })),
      }),
    dialogs: (
      <Suspense>
        {opened?.what === 'close' && <CloseWork name={opened.name} sign={opened.sign} onClose={shut} />}
        {opened?.what === 'edit' && <EditWork work={opened.work} onClose={shut} />}
        {opened?.what === 'remove' && <RemoveRepeated work={opened.work} onClose={shut} />}
        {opened?.what === 'postpone' && <Postpone work={opened.work} onClose={shut} />}
        {opened?.what === 'follow' && <NewWork basedOn={opened.work} onClose={shut} />}
      </Suspense>
    ),
  };
}
