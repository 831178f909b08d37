/** Jobs started on this page: their progress stays in sight wherever one goes. */
import { useSyncExternalStore } from 'react';
import type { Job } from '@/shared/api/types';

export interface Watched {
  job: Job;
  label: string;
}

let watched: readonly Watched[] = [];
const tellers = new Set<() => void>();

function set(next: readonly Watched[]) {
  watched = next;
  for (const tell of tellers) tell();
}

/** Shows a card with the job's progress, its result and a button that takes it back. */
export function watchJob(job: Job, label: string) {
  set([...watched.filter((one) => one.job.name !== job.name), { job, label }]);
}

export const dismissJob = (name: string) => set(watched.filter((one) => one.job.name !== name));

export const useWatched = () =>
  useSyncExternalStore(
    (tell) => {
      tellers.add(tell);
      return () => tellers.delete(tell);
    },
    () => watched,
  );
