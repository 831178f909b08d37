import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '@/shared/api/client';
import { toInput } from '../create/draft';
import { type CounterpartyDraft, draftsQuery, saveDraft } from './api';
import { isKept } from './fresh';
import { isBegun, type Registration, type Step } from './model';

/** new: nothing typed yet; other: changed on another device; gone: deleted, or a client already. */
export type Phase = 'new' | 'saving' | 'saved' | 'failed' | 'other' | 'gone' | 'full';
const PAUSE = 800;
const RETRY = 5000;
const PHASES: Record<string, Phase> = {
  STALE_ETAG: 'other',
  NOT_FOUND: 'gone',
  DRAFTS_TOO_MANY: 'full',
};
const STUCK = new Set<Phase>(['other', 'gone', 'full']);

const phaseOf = (error: unknown): Phase =>
  (error instanceof ApiError && (PHASES[error.reason] ?? PHASES[error.problem.reason])) || 'failed';

/** Keeps the draft on the server while it is typed: after a pause, on leaving, on closing the tab. */
export function useKeeping(
  id: string,
  registration: Registration,
  step: Step,
  kept: CounterpartyDraft | undefined,
) {
  const client = useQueryClient();
  const [phase, setPhase] = useState<Phase>(kept ? 'saved' : 'new');
  const [time, setTime] = useState(kept?.update_time ?? '');
  const etag = useRef(kept?.etag ?? '');
  const stopped = useRef(false);
  const running = useRef<Promise<void>>(undefined);
  const latest = useRef({ registration, step });
  latest.current = { registration, step };
  const saved = useRef(kept ? JSON.stringify(latest.current) : '');

  const save = useCallback(
    async (keepalive = false): Promise<void> => {
      await running.current;
      const now = latest.current;
      const text = JSON.stringify(now);
      const worth = etag.current !== '' || isBegun(now.registration);
      if (stopped.current || text === saved.current || !worth) return;
      const send = async () => {
        setPhase('saving');
        try {
          const title = toInput(now.registration.client).display_name || now.registration.client.inn || '';
          const stored = await saveDraft({ id, etag: etag.current, title, ...now, keepalive });
          etag.current = stored.etag;
          saved.current = text;
          isKept(id);
          setTime(stored.update_time ?? '');
          setPhase('saved');
          void client.invalidateQueries({ queryKey: draftsQuery.queryKey });
        } catch (error) {
          const next = phaseOf(error);
          stopped.current ||= STUCK.has(next);
          setPhase(next);
        }
      };
      running.current = send();
      await running.current;
      running.current = undefined;
    },
    [id, client],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change starts the pause anew
  useEffect(() => {
    const timer = window.setTimeout(() => void save(), phase === 'failed' ? RETRY : PAUSE);
    return () => window.clearTimeout(timer);
  }, [registration, step, save, phase === 'failed']);
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') void save(true);
    };
    document.addEventListener('visibilitychange', hide);
    return () => {
      document.removeEventListener('visibilitychange', hide);
      void save(true);
    };
  }, [save]);

  return {
    phase,
    time,
    /** Ends keeping; the draft's name if the server has it. */
    finish: async () => {
      stopped.current = true;
      await running.current;
      return etag.current && phase !== 'gone' ? `counterpartyDrafts/${id}` : '';
    },
    resume: () => {
      stopped.current = STUCK.has(phase);
    },
    /** What is here goes over what is there. */
    insist: () => {
      etag.current = '';
      saved.current = '';
      stopped.current = false;
      void save();
    },
  };
}

export type Keeping = ReturnType<typeof useKeeping>;
