/** All that happened about one record, the newest first, day by day. */
import { Button, Skeleton } from '@mantine/core';
import { IconTimeline } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InteractionDrawer } from '@/features/interactions';
import { useLive } from '@/shared/api/realtime';
import { dayMonth, shortTime } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { type Category, type ChainPick, fetchLines, type Line, lineKey } from './api';
import { Chains } from './Chains';
import { Entry } from './Entry';
import { Head, type Shown } from './Head';
import s from './Timeline.module.css';

// A line is told by a relay, a little after the change itself.
const SLICE_MS = 1000;
const OTHERS = /^(jobs|imports|notices|users)\//;

interface Props {
  record: string;
  /** What this record's timeline can hold at all. */
  categories: Category[];
  /** How the record is called. */
  title: string;
}

export function Timeline({ record, categories, title }: Props) {
  const can = useCan();
  const [shown, setShown] = useState<Shown>({ byChain: false });
  const [opened, setOpened] = useState('');
  useLiveLines();
  if (!can('timeline.read')) return <NoRight permission="timeline.read" />;
  const set = (patch: Partial<Shown>) => setShown((before) => ({ ...before, ...patch }));
  return (
    <>
      <Head record={record} title={title} categories={categories} shown={shown} onChange={set} />
      {shown.byChain && !shown.chain ? (
        <Chains record={record} onChain={(chain) => set({ chain })} />
      ) : (
        <Lines record={record} shown={shown} onChain={(chain) => set({ chain })} onOpen={setOpened} />
      )}
      <Suspense>
        {opened && <InteractionDrawer name={opened} onOpen={setOpened} onClose={() => setOpened('')} />}
      </Suspense>
    </>
  );
}

interface LinesProps {
  record: string;
  shown: Shown;
  onChain: (chain: ChainPick) => void;
  onOpen: (record: string) => void;
}

function Lines({ record, shown: { category, chain }, onChain, onOpen }: LinesProps) {
  const { t } = useTranslation();
  const wanted = { record, category, chain: chain?.id };
  const list = useInfiniteQuery({
    queryKey: lineKey(wanted),
    queryFn: ({ pageParam, signal }) => fetchLines(wanted, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });
  if (list.isPending) return <Skeleton h={160} w="auto" m={16} />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const lines = list.data.pages.flatMap((page) => page.items);
  return (
    <>
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
          onChain={(line) => onChain({ id: line.chain, title: line.chain_display_name })}
          chain={chain?.id}
          record={record}
          onOpen={onOpen}
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
  onOpen: (record: string) => void;
}

function Days({ lines, busy, record, chain, onChain, onOpen }: DaysProps) {
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
                onOpen={onOpen}
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
