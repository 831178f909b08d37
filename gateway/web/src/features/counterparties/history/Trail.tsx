import { Button, Skeleton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/shared/api/types';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { StaleBar } from '@/shared/ui/StaleBar';
import { useNames } from '../card/useNames';
import { type HistoryFilter, historyQuery } from './api';
import { Entry } from './Entry';
import { Filters } from './Filters';
import s from './History.module.css';
import { parse, type Subject, useFieldTexts } from './texts';

const RestoreDialog = lazy(() =>
  import('./RestoreDialog').then((module) => ({ default: module.RestoreDialog })),
);

const ALL: HistoryFilter = { field: '', user: '' };

/** What happened to a record, newest first; each value may be put back. */
export function Trail({ subject }: { subject: Subject }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(ALL);
  const [asked, setAsked] = useState<{ entry: AuditEntry; field: string } | null>(null);
  const history = useInfiniteQuery(historyQuery(subject.service, subject.name, filter));
  const entries = useMemo(() => history.data?.pages.flatMap((page) => page.entries) ?? [], [history.data]);
  const texts = useFieldTexts(subject, useNames(useMemo(() => valuesOf(entries), [entries])));
  // What is shown stays, and what is asked about it, when only the newest could not be had.
  if (history.error && !history.data)
    return <ErrorState error={history.error} retry={() => void history.refetch()} />;
  return (
    <div>
      {history.error && <StaleBar time={history.dataUpdatedAt} retry={() => void history.refetch()} />}
      <Filters filter={filter} texts={texts} onChange={setFilter} />
      {history.isPending && <Skeleton h={160} w="auto" m={16} />}
      {history.data && entries.length === 0 && (
        <Nothing filtered={Boolean(filter.field || filter.user)} onReset={() => setFilter(ALL)} />
      )}
      <ol className={s.list} aria-label={t('card.tab.history')}>
        {entries.map((entry) => (
          <Entry
            key={entry.name}
            entry={entry}
            subject={subject}
            texts={texts}
            onRestore={(chosen, field) => setAsked({ entry: chosen, field })}
          />
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('card.earlier')}
        </Button>
      )}
      <Suspense>
        {asked && <RestoreDialog subject={subject} {...asked} onClose={() => setAsked(null)} />}
      </Suspense>
    </div>
  );
}

function Nothing({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  const { t } = useTranslation();
  if (!filtered) return <EmptyState icon={IconHistory} tone="gray" title={t('history.empty')} />;
  return (
    <EmptyState
      icon={IconHistory}
      tone="gray"
      title={t('restoring.nothing')}
      hint={t('restoring.nothingHint')}
    >
      <Button variant="default" onClick={onReset}>
        {t('restoring.reset')}
      </Button>
    </EmptyState>
  );
}

const valuesOf = (entries: readonly AuditEntry[]) =>
  entries.flatMap((entry) =>
    entry.changes.flatMap(({ field, old_value, new_value }) => [
      { field, value: parse(old_value) },
      { field, value: parse(new_value) },
    ]),
  );
