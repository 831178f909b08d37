/** The works about one record, on its card: what is to be done, what was done, and one more. */
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { fetchWorks, listKey, type Work, type WorkAction } from './api';
import type { About } from './form/draft';
import type { WorkSearch } from './search';
import { useLiveWorks } from './useLiveWorks';
import { useWorkActs, type WorkActs } from './useWorkActs';
import { useZone } from './useZone';
import { QuickButtons, RepeatMark, StateTag, useActions, WhenText, WorkIcon, WorkMenu } from './WorkLine';
import s from './Works.module.css';

const NewWork = lazy(() => import('./form/WorkForm').then((m) => ({ default: m.NewWork })));
const SHOWN = { open: undefined, ended: ['DONE', 'CANCELLED'] } as const;
type Shown = keyof typeof SHOWN;

interface Props {
  about: About;
  /** Nothing is planned about what is in the recycle bin. */
  writable?: boolean;
}

export function RecordWorks({ about, writable = true }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const zone = useZone();
  const [shown, setShown] = useState<Shown>('open');
  const [adding, setAdding] = useState(false);
  const acts = useWorkActs();
  const actions = useActions();
  const search: WorkSearch = { link: about.subject, state: SHOWN[shown] && [...SHOWN[shown]] };
  const list = useInfiniteQuery({
    queryKey: listKey(search, zone),
    queryFn: ({ pageParam, signal }) => fetchWorks(search, zone, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
    enabled: can('works.read'),
  });
  useLiveWorks();
  if (!can('works.read')) return <NoRight permission="works.read" />;
  if (list.isPending) return <Skeleton h={160} w="auto" m={16} />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  const create = can('works.create') && writable && (
    <Button size="compact-md" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('works.create')}
    </Button>
  );
  return (
    <>
      <div className={s.head}>
        <SegmentedControl
          aria-label={t('works.shown')}
          value={shown}
          onChange={(next) => setShown(next as Shown)}
          data={(Object.keys(SHOWN) as Shown[]).map((value) => ({ value, label: t(`works.lists.${value}`) }))}
        />
        {rows.length > 0 && create}
      </div>
      {rows.length === 0 ? (
        <EmptyState
          icon={IconChecklist}
          title={t(`works.none.${shown}`)}
          hint={shown === 'open' ? t('works.noneHint') : undefined}
        >
          {create}
        </EmptyState>
      ) : (
        <ul className={s.works} aria-label={t('works.title')} aria-busy={list.isPlaceholderData}>
          {rows.map((row) => (
            <Line key={row.name} work={row} actions={actions} acts={acts} zone={zone} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          m={12}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('works.more')}
        </Button>
      )}
      {acts.dialogs}
      <Suspense>{adding && <NewWork about={about} onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}

interface LineProps {
  work: Work;
  actions: WorkAction[];
  acts: WorkActs;
  zone: string;
}

function Line({ work, actions, acts, zone }: LineProps) {
  const { t } = useTranslation();
  const about = [work.owner_display_name || t('works.nobody'), work.contact_display_name].filter(Boolean);
  return (
    <li className={s.work}>
      <span className={s.what}>
        <span className={s.title}>
          <WorkIcon action={work.action} actions={actions} />
          <Link className="link" to="/works/$id" params={{ id: idOf(work.name) }}>
            {work.display_name}
          </Link>
          <RepeatMark series={work.series} />
        </span>
        <span className={s.about}>
          <WhenText work={work} zone={zone} /> · {about.join(' · ')}
        </span>
      </span>
      <StateTag work={work} />
      <span className={s.buttons}>
        <QuickButtons work={work} acts={acts} />
        <WorkMenu work={work} acts={acts} />
      </span>
    </li>
  );
}
