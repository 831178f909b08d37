import { Button, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useState } from 'react';
import s from './Dictionary.module.css';
import { EmptyState } from './EmptyState';
import { ErrorState } from './ErrorState';
import { PageHead } from './PageHead';
import { PageSkeleton } from './PageSkeleton';
import { StaleBar } from './StaleBar';

interface Props<T> {
  title: string;
  query: UseQueryResult<T[]>;
  /** Those of the list that this page is about now. */
  only?: (row: T) => boolean;
  /** What is out of use is shown on demand. */
  archived?: { label: string; is: (row: T) => boolean };
  /** The button that makes another; nothing for who may not. */
  create?: { label: string; onClick: () => void };
  empty: { icon: ComponentType<{ size?: number; stroke?: number }>; title: string; hint: string };
  /** What chooses among the rows. */
  bar?: ReactNode;
  above?: ReactNode;
  table: (rows: T[]) => ReactNode;
  /** What opens on top. */
  children?: ReactNode;
}

/** A dictionary that administrators keep: a short table and what is done with its rows. */
export function DictionaryPage<T>(props: Props<T>) {
  const { title, query, only, archived, empty } = props;
  const [all, setAll] = useState(false);
  if (query.isPending) return <PageSkeleton />;
  const retry = () => void query.refetch();
  if (!query.data) return <ErrorState error={query.error} retry={retry} />;
  const rows = only ? query.data.filter(only) : query.data;
  const shown = archived && !all ? rows.filter((row) => !archived.is(row)) : rows;
  const hidden = archived && rows.some(archived.is);
  const create = props.create && (
    <Button leftSection={<IconPlus size={16} />} onClick={props.create.onClick}>
      {props.create.label}
    </Button>
  );
  return (
    <div className={s.page}>
      <PageHead title={title}>{shown.length > 0 && create}</PageHead>
      {query.isError && <StaleBar time={query.dataUpdatedAt} retry={retry} />}
      <div className={s.body}>
        {props.above}
        {(props.bar || hidden) && (
          <div className={s.bar}>
            {props.bar}
            {hidden && (
              <Switch
                label={archived.label}
                checked={all}
                onChange={(event) => setAll(event.currentTarget.checked)}
              />
            )}
          </div>
        )}
        {shown.length > 0 ? (
          props.table(shown)
        ) : (
          <EmptyState icon={empty.icon} title={empty.title} hint={empty.hint}>
            {create}
          </EmptyState>
        )}
      </div>
      {props.children}
    </div>
  );
}
