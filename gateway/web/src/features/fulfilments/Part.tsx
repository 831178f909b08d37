import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { ErrorState } from '@/shared/ui/ErrorState';
import s from './Fulfilments.module.css';

interface Props<T> {
  title: string;
  empty: string;
  query: UseQueryResult<T[]>;
  /** Nothing for who may only read. */
  add?: { label: string; onClick: () => void };
  list: (rows: T[]) => ReactNode;
  /** What opens on top. */
  children?: ReactNode;
}

/** One list of the tab with its heading and the button that adds to it. */
export function Part<T>({ title, empty, query, add, list, children }: Props<T>) {
  const id = useId();
  return (
    <section className={s.part} aria-labelledby={id}>
      <div className={s.head}>
        <h2 id={id}>{title}</h2>
        {add && (
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={add.onClick}>
            {add.label}
          </Button>
        )}
      </div>
      {query.isPending && <Skeleton h={60} />}
      {query.isError && !query.data && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className={s.nothing}>{empty}</p>}
      {query.data && query.data.length > 0 && list(query.data)}
      {children}
    </section>
  );
}
