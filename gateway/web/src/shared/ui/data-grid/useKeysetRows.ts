import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { flatten, type Page } from './paging';

export interface Rows<T> {
  items: T[];
  hasMore: boolean;
  loadMore: () => void;
  loading: boolean;
  /** The rows shown belong to the filter before. */
  stale: boolean;
  error: Error | null;
  /** When the rows came from the server. */
  time: number;
  reload: () => void;
}

/** Rows of a list page by page, kept in the cache so that coming back shows them at once. */
export function useKeysetRows<T>(
  key: readonly unknown[],
  fetchPage: (token: string, signal: AbortSignal) => Promise<Page<T>>,
): Rows<T> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last: Page<T>) => last.next || undefined,
    placeholderData: keepPreviousData,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const items = useMemo(() => flatten(data?.pages), [data]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    items,
    hasMore: hasNextPage,
    loadMore,
    loading: query.isPending,
    stale: query.isPlaceholderData,
    error: query.error,
    time: query.dataUpdatedAt,
    reload: useCallback(() => void refetch(), [refetch]),
  };
}
