import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { isPassing } from '../api/queryClient';
import { ErrorState } from './ErrorState';

const PAUSE = 5000;

/** The router's last resort: a page that failed to load or to draw. Comes back by itself if it can. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = useCallback(() => {
    reset();
    void router.invalidate();
  }, [reset, router]);
  const passing = isPassing(error);
  useEffect(() => {
    if (!passing) return;
    const timer = window.setInterval(retry, PAUSE);
    return () => window.clearInterval(timer);
  }, [passing, retry]);
  return <ErrorState error={error} retry={retry} />;
}
