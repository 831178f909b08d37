import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/client';
import { useLive } from '../../api/realtime';
import { type Page, patchRow } from './paging';

const SLICE = 400;
const FEW = 10;

interface Live<T> {
  /** Of the list's query. */
  key: readonly unknown[];
  shown: readonly T[];
  /** Whose events these are: `counterparties`. */
  collection: string;
  /** The event of a row that changed: `counterparty_updated`. Any other brings rows or takes them. */
  updated: string;
  fetchItem: (name: string) => Promise<T>;
}

/**
 * Changes made by others: a few rows are replaced in place, so that nothing jumps under the mouse;
 * for many, or for rows that came or went, the list only says that it is out of date.
 */
export function useLiveList<T extends { name: string }>(live: Live<T>) {
  const client = useQueryClient();
  const [outdated, setOutdated] = useState(false);
  const waiting = useRef(new Set<string>());
  const timer = useRef(0);
  const text = JSON.stringify(live.key);
  const latest = useRef(live);
  latest.current = live;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts fresh
  useEffect(() => setOutdated(false), [text]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const replace = useCallback(
    async (name: string) => {
      try {
        const row = await latest.current.fetchItem(name);
        client.setQueryData<InfiniteData<Page<T>>>(
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
    if (!event.subject.startsWith(`${live.collection}/`)) return;
    const known = latest.current.shown.some((row) => row.name === event.subject);
    if (event.type !== live.updated || !known) {
      if (known || event.type !== live.updated) setOutdated(true);
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
