import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job } from '../api/types';
import { count } from '../lib/format';
import s from './JobProgress.module.css';

export const RUNNING = new Set(['QUEUED', 'RUNNING', 'STOPPING', 'UNDOING']);
export const isRunning = (job: Pick<Job, 'state'>) => RUNNING.has(job.state);

/** Rows done of all, or undefined while the total is not known yet. */
export function percent(job: Job): number | undefined {
  const counts = job.counts;
  if (!counts?.total) return undefined;
  const done =
    job.state === 'UNDOING' ? counts.undone + counts.kept : counts.changed + counts.skipped + counts.failed;
  const all = job.state === 'UNDOING' ? counts.changed : counts.total;
  return all ? Math.min(100, Math.round((done / all) * 100)) : 100;
}

/** A job's bar with its numbers. */
export function JobProgress({ job, label }: { job: Job; label: string }) {
  const { t } = useTranslation();
  const value = percent(job);
  const color = job.state === 'FAILED' ? 'red' : isRunning(job) ? 'brand' : 'teal';
  const counts = job.counts;
  return (
    <div className={s.job}>
      <div className={s.line}>
        <span className={s.label}>{label}</span>
        <span className={s.state}>
          {isRunning(job) && value !== undefined ? `${value}\u00a0%` : t(`jobs.state.${job.state}`)}
        </span>
      </div>
      <Progress
        value={isRunning(job) ? (value ?? 100) : 100}
        striped={isRunning(job)}
        animated={isRunning(job)}
        color={color}
        size={5}
        aria-label={label}
      />
      {counts && (
        <div className={s.counts}>
          <span>{t('jobs.changed', { n: count(counts.changed) })}</span>
          {counts.skipped > 0 && <span>{t('jobs.skipped', { n: count(counts.skipped) })}</span>}
          {counts.failed > 0 && (
            <span className={s.bad}>{t('jobs.failed', { n: count(counts.failed) })}</span>
          )}
          {counts.undone > 0 && <span>{t('jobs.undone', { n: count(counts.undone) })}</span>}
          {counts.kept > 0 && <span>{t('jobs.kept', { n: count(counts.kept) })}</span>}
        </div>
      )}
    </div>
  );
}
