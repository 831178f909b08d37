import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { date } from '@/shared/lib/format';
import { useProfile } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { toastError, toastUndo } from '@/shared/ui/toast';
import { AssessForm } from './AssessForm';
import s from './Attitude.module.css';
import { type Assessment, assessmentsQuery, useAssessing } from './api';
import { points } from './sparkline';

const SHOWN = 3;
const TRENDS = { UP: IconArrowUpRight, DOWN: IconArrowDownRight, SAME: IconArrowRight } as const;

interface Props {
  row: Counterparty;
  writable: boolean;
}

/** How content the client is with us and which way it goes; a press away another assessment. */
export function AttitudeBlock({ row, writable }: Props) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(assessmentsQuery(row.name));
  const [assessing, setAssessing] = useState(false);
  const [all, setAll] = useState(false);
  const found = list.data?.pages.flatMap((page) => page.assessments) ?? [];
  const shown = all ? found : found.slice(0, SHOWN);
  return (
    <div className="card">
      <section className={s.block} aria-label={t('assessments.title')}>
        <div className={s.head}>
          <h2 className={s.heading}>{t('assessments.title')}</h2>
          {writable && !assessing && (
            <Button variant="default" size="compact-sm" onClick={() => setAssessing(true)}>
              {t('assessments.assess')}
            </Button>
          )}
        </div>
        {row.satisfaction && <Now satisfaction={row.satisfaction} found={found} />}
        {assessing && <AssessForm counterparty={row.name} onDone={() => setAssessing(false)} />}
        {list.isPending && <Skeleton h={40} />}
        {list.error && found.length === 0 && (
          <ErrorState error={list.error} retry={() => void list.refetch()} />
        )}
        {list.isSuccess && found.length === 0 && !assessing && (
          <p className={s.none}>{t('assessments.none')}</p>
        )}
        <ul className={s.list}>
          {shown.map((assessment) => (
            <Item key={assessment.name} assessment={assessment} writable={writable} />
          ))}
        </ul>
        {!all && found.length > SHOWN && (
          <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
            {t('assessments.all')}
          </Button>
        )}
        {all && list.hasNextPage && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('assessments.earlier')}
          </Button>
        )}
      </section>
    </div>
  );
}

interface NowProps {
  satisfaction: NonNullable<Counterparty['satisfaction']>;
  found: Assessment[];
}

function Now({ satisfaction, found }: NowProps) {
  const { t } = useTranslation();
  const { score, trend } = satisfaction;
  const Icon = trend ? TRENDS[trend] : undefined;
  const scores = found
    .filter((each) => each.aspect === 'SERVICE_SATISFACTION')
    .slice(0, 10)
    .map((each) => each.score)
    .reverse();
  return (
    <div className={s.now}>
      <span className={s.score}>{t('assessments.ofFive', { score })}</span>
      {Icon && (
        <span className={s.trend} data-trend={trend}>
          <Icon size={16} aria-hidden />
          {t(`enums.Satisfaction.Trend.${trend}`)}
        </span>
      )}
      {scores.length > 1 && (
        <svg className={s.line} viewBox="0 0 72 24" aria-hidden>
          <polyline points={points(scores, 72, 24)} />
        </svg>
      )}
    </div>
  );
}

function Item({ assessment, writable }: { assessment: Assessment; writable: boolean }) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const { create, remove } = useAssessing(assessment.counterparty);
  const { aspect, score, comment, assessment_date } = assessment;
  const back = () =>
    create.mutate(
      { aspect, score, comment, assessment_date: assessment_date ?? undefined },
      { onError: toastError },
    );
  const drop = () =>
    remove.mutate(assessment, { onSuccess: () => toastUndo(t('assessments.deleted'), back) });
  return (
    <li className={s.item}>
      <div className={s.about}>
        <div>
          {t(`enums.Assessment.Aspect.${aspect}`)}
          {score > 0 && <b className={s.mark}>{t('assessments.ofFive', { score })}</b>}
        </div>
        {comment && <p className={s.comment}>{comment}</p>}
        <div className={s.aside}>
          {[assessment_date && date(assessment_date), assessment.author_display_name]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      {writable && assessment.author === user.name && (
        <ActionIcon
          size={26}
          aria-label={`${t('ui.delete')}: ${t(`enums.Assessment.Aspect.${aspect}`)}`}
          loading={remove.isPending}
          onClick={drop}
        >
          <IconTrash size={15} />
        </ActionIcon>
      )}
    </li>
  );
}
