import { useCallback, useState } from 'react';

const kept = new Map<string, unknown>();

/** What was begun to be written outlives a glance at another tab or page. */
export function useKept<T>(key: string, blank: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => (kept.get(key) as T | undefined) ?? blank);
  const set = useCallback(
    (next: T) => {
      kept.set(key, next);
      setValue(next);
    },
    [key],
  );
  return [value, set];
}
