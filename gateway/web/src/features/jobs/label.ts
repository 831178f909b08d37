import i18n from 'i18next';
import type { Job } from '@/shared/api/types';

/** What a job does, in words; kinds nobody named yet are just «a job». */
export function jobLabel(job: Pick<Job, 'kind'>): string {
  const key = `jobs.kind.${job.kind}`;
  return String(i18n.t(i18n.exists(key) ? key : 'jobs.kind.other'));
}
