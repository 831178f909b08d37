/** The works below one, level by level, each with how all below it stand. */
import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconBinaryTree2, IconChevronRight } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import type { Work } from '../api';
import { SubjectLink } from '../columns';
import { useZone } from '../useZone';
import { StateTag, WhenText } from '../WorkLine';
import { belowQuery, type Rollup, rollupsQuery, total } from './api';
import { RollupBar } from './RollupBar';
import s from './Tree.module.css';

export function Tree({ work }: { work: Work }) {
  const { t } = useTranslation();
  const { data } = useQuery(rollupsQuery([work.name]));
  const rollup = data?.get(work.name);
  return (
    <div className={s.tree}>
      {rollup && total(rollup) > 0 && <RollupBar rollup={rollup} label={t('tree.all')} />}
      <Level parent={work.name} top />
    </div>
  );
}

function Level({ parent, top }: { parent: string; top?: boolean }) {
  const { t } = useTranslation();
  const below = useInfiniteQuery(belowQuery(parent));
  const works = below.data?.pages.flatMap((page) => page.works) ?? [];
  const rollups = useQuery(rollupsQuery(works.map(({ name }) => name).slice(-200))).data;
  if (below.isPending) return <Skeleton h={top ? 120 : 40} />;
  if (below.isError && works.length === 0)
    return <ErrorState error={below.error} retry={() => void below.refetch()} />;
  if (works.length === 0)
    return top ? (
      <EmptyState icon={IconBinaryTree2} title={t('tree.nothing')} hint={t('tree.nothingHint')} />
    ) : null;
  return (
    <ul className={s.level} data-top={top || undefined}>
      {works.map((each) => (
        <Node key={each.name} work={each} rollup={rollups?.get(each.name)} />
      ))}
      {below.hasNextPage && (
        <li>
          <Button
            variant="subtle"
            size="xs"
            loading={below.isFetchingNextPage}
            onClick={() => void below.fetchNextPage()}
          >
            {t('tree.more')}
          </Button>
        </li>
      )}
    </ul>
  );
}

function Node({ work, rollup }: { work: Work; rollup?: Rollup }) {
  const { t } = useTranslation();
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const deeper = Boolean(rollup && total(rollup));
  return (
    <li className={s.node}>
      <div className={s.line}>
        {deeper ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-expanded={open}
            aria-label={t(open ? 'tree.collapse' : 'tree.expand', { work: work.display_name })}
            onClick={() => setOpen(!open)}
          >
            <IconChevronRight size={16} className={s.arrow} data-open={open || undefined} />
          </ActionIcon>
        ) : (
          <span className={s.leaf} />
        )}
        <span className={s.what}>
          <Link className="link" to="/works/$id" params={{ id: idOf(work.name) }}>
            {work.display_name}
          </Link>
          <span className={s.about}>
            <SubjectLink row={work} t={t} />
          </span>
        </span>
        <span className={s.who}>{work.owner_display_name || t('works.nobody')}</span>
        <WhenText work={work} zone={zone} />
        <StateTag work={work} />
      </div>
      {rollup && deeper && <RollupBar rollup={rollup} />}
      {open && <Level parent={work.name} />}
    </li>
  );
}
