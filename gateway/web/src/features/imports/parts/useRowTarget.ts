/** Leads to a row by its number: loads on until it is there, since pages follow one another. */
import { useEffect, useRef } from 'react';
import type { DeskState } from './useDesk';

/** Beyond this many pages the way is too long to walk. */
const FAR = 60;

export function useRowTarget(desk: DeskState, number: number | undefined) {
  const found = useRef<number | undefined>(undefined);
  const { rows, columns, query, setActive } = desk;
  const pages = query.data?.pages.length ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (number === undefined || found.current === number || rows.length === 0) return;
    const index = rows.findIndex((row) => row.number >= number);
    if (index >= 0) {
      found.current = number;
      setActive({ row: index, column: columns[0] ?? '' });
    } else if (hasNextPage && !isFetchingNextPage && pages < FAR) void fetchNextPage();
  }, [number, rows, columns, pages, hasNextPage, isFetchingNextPage, fetchNextPage, setActive]);
}
