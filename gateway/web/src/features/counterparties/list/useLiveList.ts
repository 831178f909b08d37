import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '@/shared/api/client';
import { useLive } from '@/shared/api/realtime';
import type { Counterparty } from '@/shared/api/types';
import { type Page, patchRow } from '@/shared/ui/data-grid/paging';
import { fetchItem } from '../api';

const SLICE = 400;
const FEW = 10;

/**
 * Changes made by others: a few rows are replaced in place, so that nothing jumps under the mouse;
 * for many, or for rows that came or went, the list only says that it is out of date.
 */
export function useLiveList(key: readonly unknown[], shown: readonly Counterparty[]) {
  const client = useQueryClient();
  const [outdated, setOutdated] = useState(false);
  const waiting = useRef(new Set<string>());
  const timer = useRef(0);
  const text = JSON.stringify(key);
  const latest = useRef({ key, shown });
  latest.current = { key, shown };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts fresh
  useEffect(() => setOutdated(false), [text]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const replace = useCallback(
    async (name: string) => {
      try {
        const row = await fetchItem(name);
        client.setQueryData<InfiniteData<Page<Counterparty>>>(
          latest.current.key,
          (data) => data && { ...data, pages: patchRow(data.pages, row) },
        );
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) setOutdated(true);
      }
    },
    [client],
  );

  useLive((event) => {
    if (!event.subject.startsWith('counterparties/')) return;
    const known = latest.current.shown.some((row) => row.name === event.subject);
    if (event.type !== 'counterparty_updated' || !known) {
      if (known || event.type !== 'counterparty_updated') setOutdated(true);
      return;
    }
    waiting.current.add(event.subject);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      const names = [...waiting.current];
      waiting.current.clear();
      if (names.length > FEW) setOutdated(true);
      else for (const name of names) void replace(name);
    }, SLICE);
  });
  return [outdated, () => setOutdated(false)] as const;
}
