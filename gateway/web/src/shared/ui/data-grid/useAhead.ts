import { useEffect, useState } from 'react';

/** More are pressed by a cat on the keyboard. */
const MOST = 30;

/**
 * Keys pressed before the rows are there are done when they are, one a render, so that each sees
 * what the one before it changed.
 */
export function useAhead(ready: boolean, run: (key: string) => void) {
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  useEffect(() => {
    const first = waiting[0];
    if (!ready || first === undefined) return;
    setWaiting((known) => known.slice(1));
    run(first);
  });
  return (key: string) => {
    if (ready && waiting.length === 0) run(key);
    else setWaiting((known) => [...known, key].slice(0, MOST));
  };
}
