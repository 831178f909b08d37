/** All that happened about one record, the newest first, day by day. */
import { Button, Chip, Group, Skeleton } from '@mantine/core';
import { IconTimeline, IconX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/shared/api/realtime';
import { dayMonth, shortTime } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { type Category, fetchLines, type Line, lineKey } from './api';
import { Entry } from './Entry';
import s from './Timeline.module.css';

// A line is told by a relay, a little after the change itself.
const SLICE_MS = 1000;
const OTHERS = /^(jobs|imports|notices|users)\//;

interface Chain {
  id: string;
  title: string;
}

interface Props {
  record: string;
  /** What this record's timeline can hold at all. */
  categories: Category[];
}

export function Timeline({ record, categories }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const [category, setCategory] = useState<Category>();
  const [chain, setChain] = useState<Chain>();
  const wanted = { record, category, chain: chain?.id };
  const list = useInfiniteQuery({
    queryKey: lineKey(wanted),
    queryFn: ({ pageParam, signal }) => fetchLines(wanted, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
    enabled: can('timeline.read'),
  });
  useLiveLines();
  if (!can('timeline.read')) return <NoRight permission="timeline.read" />;
  if (list.isPending) return <Skeleton h={160} w="auto" m={16} />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const lines = list.data.pages.flatMap((page) => page.items);
  return (
    <>
      <Group className={s.filters} gap={8}>
        <Chip.Group value={category ?? ''} onChange={(next) => setCategory((next as Category) || undefined)}>
          {['' as const, ...categories].map((one) => (
            <Chip key={one} value={one} size="xs">
              {t(`timeline.category.${one || 'ALL'}`)}
            </Chip>
          ))}
        </Chip.Group>
        {chain && (
          <Button
            variant="light"
            size="compact-sm"
            rightSection={<IconX size={14} aria-hidden />}
            onClick={() => setChain(undefined)}
          >
            {chain.title}
          </Button>
        )}
      </Group>
      {lines.length === 0 ? (
        <EmptyState
          icon={IconTimeline}
          title={t(category || chain ? 'timeline.noneSuch' : 'timeline.none')}
          hint={category || chain ? undefined : t('timeline.noneHint')}
        />
      ) : (
        <Days
          lines={lines}
          busy={list.isPlaceholderData}
          onChain={(line) => setChain({ id: line.chain, title: line.chain_display_name })}
          chain={chain?.id}
          record={record}
        />
      )}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          m={12}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('timeline.more')}
        </Button>
      )}
    </>
  );
}

interface DaysProps {
  lines: Line[];
  busy: boolean;
  record: string;
  chain?: string;
  onChain: (line: Line) => void;
}

function Days({ lines, busy, record, chain, onChain }: DaysProps) {
  const { t } = useTranslation();
  const days = byDay(lines);
  return (
    <div aria-busy={busy}>
      {[...days].map(([day, ofDay]) => (
        <Fragment key={day}>
          <h3 className={s.day}>{dayTitle(day, t)}</h3>
          <ul className={s.list} aria-label={dayTitle(day, t)}>
            {ofDay.map((line) => (
              <Entry
                key={line.id}
                line={line}
                record={record}
                chained={chain === line.chain}
                onChain={onChain}
              />
            ))}
          </ul>
        </Fragment>
      ))}
    </div>
  );
}

function byDay(lines: Line[]): Map<string, Line[]> {
  const days = new Map<string, Line[]>();
  for (const line of lines) {
    const day = new Date(line.time ?? 0).toLocaleDateString('sv');
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return days;
}

function dayTitle(day: string, t: (key: string) => string): string {
  const today = new Date();
  const yesterday = new Date(today);
  yesterday.setDate(today.getDate() - 1);
  if (day === today.toLocaleDateString('sv')) return t('timeline.today');
  if (day === yesterday.toLocaleDateString('sv')) return t('timeline.yesterday');
  const isThisYear = day.startsWith(String(today.getFullYear()));
  return isThisYear ? dayMonth(day) : shortTime(`${day}T12:00:00`);
}

/** What colleagues do appears by itself; many at once ask once. */
function useLiveLines() {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (OTHERS.test(event.subject)) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => void client.invalidateQueries({ queryKey: ['timeline'] }),
      SLICE_MS,
    );
  });
}
