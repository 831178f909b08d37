import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './ErrorState';
import { PageSkeleton } from './PageSkeleton';
import { StaleBar } from './StaleBar';

interface Props {
  list: UseInfiniteQueryResult<object>;
  /** Instead of a list with nothing in it. */
  empty: ReactNode;
  isEmpty: boolean;
  /** What is there; `more` goes below it. */
  children: (more: ReactNode) => ReactNode;
}

/** A list that is fetched page by page: as it loads, fails, is empty, and goes on. */
export function PagedList({ list, empty, isEmpty, children }: Props) {
  const { t } = useTranslation();
  const retry = () => void list.refetch();
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={retry} />;
  const more = list.hasNextPage && (
    <Button
      variant="default"
      style={{ justifySelf: 'center' }}
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t('ui.showMore')}
    </Button>
  );
  return (
    <>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={retry} />}
      {isEmpty ? empty : children(more)}
    </>
  );
}
