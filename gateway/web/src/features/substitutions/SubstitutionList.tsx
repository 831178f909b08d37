import { Button, Skeleton } from '@mantine/core';
import { IconArrowRight, IconUserQuestion } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { useProfile } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { type Substitution, substitutionsQuery, useEndSubstitution } from './api';
import s from './Substitutions.module.css';

const TONE: Record<string, string> = { ACTIVE: 'green', PLANNED: 'blue', ENDED: 'gray', CANCELLED: 'gray' };

interface Props {
  /** Only those that concern this person; empty = all. */
  user: string;
  /** Whether others' substitutions may be ended, too. */
  writes: boolean;
}

export function SubstitutionList({ user, writes }: Props) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(substitutionsQuery(user));
  const [ending, setEnding] = useState<Substitution | null>(null);
  const me = useProfile().user.name;
  if (list.isPending) return <Skeleton h={96} />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const found = list.data.pages.flatMap((page) => page.substitutions);
  if (found.length === 0)
    return (
      <EmptyState icon={IconUserQuestion} tone="gray" title={t('subs.none')} hint={t('subs.noneHint')} />
    );
  return (
    <>
      <ul className={s.list}>
        {found.map((one) => (
          <li key={one.name} className={s.line}>
            <div className={s.words}>
              <span className={s.people}>
                <span>{one.absent_display_name}</span>
                <IconArrowRight size={15} aria-label={t('subs.replacedBy')} />
                <b>{one.substitute_display_name}</b>
              </span>
              <span className={s.sub}>
                {one.start_date && date(one.start_date)} – {one.end_date && date(one.end_date)}
                {one.reason && ` · ${one.reason}`}
              </span>
            </div>
            <Tag color={TONE[one.state]} dot>
              {t(`subs.states.${one.state}`)}
            </Tag>
            {(writes || one.absent === me) && ['ACTIVE', 'PLANNED'].includes(one.state) && (
              <Button variant="default" size="compact-sm" onClick={() => setEnding(one)}>
                {t(one.state === 'ACTIVE' ? 'subs.end' : 'subs.cancel')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('subs.more')}
        </Button>
      )}
      {ending && <End one={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function End({ one, onClose }: { one: Substitution; onClose: () => void }) {
  const { t } = useTranslation();
  const end = useEndSubstitution();
  const names = { absent: one.absent_display_name, name: one.substitute_display_name };
  return (
    <ConfirmTyped
      opened
      title={t('subs.endTitle')}
      confirm={t(one.state === 'ACTIVE' ? 'subs.end' : 'subs.cancel')}
      loading={end.isPending}
      onClose={onClose}
      onConfirm={() =>
        end.mutate(one, { onSuccess: () => toastDone(t('subs.endDone', names)), onSettled: onClose })
      }
    >
      {t('subs.endText', names)}
    </ConfirmTyped>
  );
}
