import { Modal, Skeleton } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Job, JobRow } from '@/shared/api/types';
import { reasonText } from '@/shared/lib/errors';
import { Tag } from '@/shared/ui/Tag';
import { jobRowsQuery } from './api';
import s from './Jobs.module.css';

const MISSED = ['FAILED', 'SKIPPED', 'KEPT'] as const;
const COLORS: Record<string, string> = { FAILED: 'red', SKIPPED: 'yellow', KEPT: 'blue' };

/** Rows a job left as they were, each with the reason. */
export function JobRowsDialog({ job, label, onClose }: { job: Job; label: string; onClose: () => void }) {
  const { t } = useTranslation();
  const lists = useQueries({ queries: MISSED.map((result) => jobRowsQuery(job.name, result)) });
  const rows = lists.flatMap((list) => list.data ?? []);
  const names = useNames(rows.map((row) => row.subject));
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={label}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <p className={s.hint}>{t('jobs.rowsTitle')}</p>
      {lists.some((list) => list.isPending) && <Skeleton h={80} />}
      <ul className={s.rows}>
        {rows.map((row) => (
          <li key={row.subject} className={s.row}>
            <Tag color={COLORS[row.result]}>{t(`jobs.result.${row.result}`)}</Tag>
            <Subject row={row} name={names.get(row.subject)} onClose={onClose} />
            <span className={s.reason}>{row.reason && reasonText(row.reason)}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function Subject({ row, name, onClose }: { row: JobRow; name?: string; onClose: () => void }) {
  const text = name ?? idOf(row.subject).slice(0, 8);
  if (!row.subject.startsWith('counterparties/')) return <span className="ell">{text}</span>;
  return (
    <Link to="/counterparties/$id" params={{ id: idOf(row.subject) }} className="link ell" onClick={onClose}>
      {text}
    </Link>
  );
}

/** Rows hold resource names only; people want to read which client that is. */
function useNames(subjects: string[]): Map<string, string> {
  const wanted = subjects.filter((subject) => subject.startsWith('counterparties/')).slice(0, 50);
  const items = useQueries({
    queries: wanted.map((name) => ({
      queryKey: ['counterparties', 'item', name],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        unwrap(
          http.GET('/v1/counterparties/{counterparty}', {
            params: { path: { counterparty: idOf(name) } },
            signal,
          }),
        ),
    })),
  });
  return new Map(items.flatMap((item) => (item.data ? [[item.data.name, item.data.display_name]] : [])));
}
