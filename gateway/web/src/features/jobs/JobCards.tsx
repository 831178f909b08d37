import { Button, CloseButton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import type { Job } from '@/shared/api/types';
import { isRunning, JobProgress } from '@/shared/ui/JobProgress';
import { canUndo, jobQuery, useJobActions } from './api';
import s from './Jobs.module.css';
import { dismissJob, useWatched, type Watched } from './watched';

const JobRowsDialog = lazy(() =>
  import('./JobRowsDialog').then((module) => ({ default: module.JobRowsDialog })),
);

/** The cards of running jobs in the corner of the screen. */
export function JobCards() {
  const { t } = useTranslation();
  const watched = useWatched();
  if (watched.length === 0) return null;
  return (
    <section className={s.cards} aria-label={t('jobs.title')} aria-live="polite">
      {watched.map((one) => (
        <Card key={one.job.name} watched={one} />
      ))}
    </section>
  );
}

function Card({ watched }: { watched: Watched }) {
  const { t } = useTranslation();
  const job = useQuery(jobQuery(watched.job.name, watched.job)).data ?? watched.job;
  useRefreshWhenDone(job);
  return (
    <div className={s.card}>
      <CloseButton
        className={s.close}
        size="sm"
        aria-label={t('ui.close')}
        onClick={() => dismissJob(job.name)}
      />
      <JobProgress job={job} label={watched.label} />
      <JobButtons job={job} label={watched.label} />
    </div>
  );
}

/** Stop while it runs; undo and the failed rows afterwards. */
export function JobButtons({ job, label }: { job: Job; label: string }) {
  const { t } = useTranslation();
  const { undo, stop } = useJobActions();
  const [rows, setRows] = useState(false);
  const missed = (job.counts?.failed ?? 0) + (job.counts?.skipped ?? 0) + (job.counts?.kept ?? 0);
  return (
    <div className={s.buttons}>
      {(job.state === 'QUEUED' || job.state === 'RUNNING') && (
        <Button
          size="compact-sm"
          variant="default"
          loading={stop.isPending}
          onClick={() => stop.mutate(job.name)}
        >
          {t('jobs.stop')}
        </Button>
      )}
      {canUndo(job) && (
        <Button
          size="compact-sm"
          variant="light"
          loading={undo.isPending}
          onClick={() => undo.mutate(job.name)}
        >
          {t('jobs.undo')}
        </Button>
      )}
      {!isRunning(job) && missed > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => setRows(true)}>
          {t('jobs.rows')}
        </Button>
      )}
      {job.subject.startsWith('imports/') && (
        <Button
          size="compact-sm"
          variant="subtle"
          renderRoot={(props) => <Link to="/imports/$id" params={{ id: idOf(job.subject) }} {...props} />}
        >
          {t('jobs.openImport')}
        </Button>
      )}
      {rows && (
        <Suspense>
          <JobRowsDialog job={job} label={label} onClose={() => setRows(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** What a job changed is on the screens: they ask again once when it ends. */
function useRefreshWhenDone(job: Job) {
  const client = useQueryClient();
  const running = isRunning(job);
  const before = useRef(running);
  useEffect(() => {
    if (before.current && !running) {
      for (const collection of ['counterparties', 'contacts', 'works', 'jobs', 'audit']) {
        void client.invalidateQueries({ queryKey: [collection] });
      }
    }
    before.current = running;
  }, [running, client]);
}
