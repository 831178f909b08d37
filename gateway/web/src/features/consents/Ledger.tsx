import { Button, Skeleton } from '@mantine/core';
import { IconFileCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { date, dateTime } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { type Consent, entriesQuery, purposesQuery } from './api';
import s from './Consents.module.css';
import { titleOf } from './purposes';

const COLORS: Record<string, string> = { GIVEN: 'green', WITHDRAWN: 'red', REFUSED: 'red', CLEARED: 'gray' };
const EVIDENCE = ['submission', 'page', 'ip', 'user_agent', 'file', 'note'] as const;

/** Every entry, the one said last first. */
export function Ledger({ person }: { person: string }) {
  const { t } = useTranslation();
  const entries = useInfiniteQuery(entriesQuery(person));
  const all = entries.data?.pages.flatMap((page) => page.consents) ?? [];
  if (entries.error && all.length === 0) {
    return <ErrorState error={entries.error} retry={() => void entries.refetch()} />;
  }
  if (entries.isPending) return <Skeleton h={120} />;
  if (all.length === 0) {
    return (
      <EmptyState icon={IconFileCheck} tone="gray" title={t('consents.none')} hint={t('consents.noneHint')} />
    );
  }
  return (
    <>
      <ul className={s.ledger} aria-label={t('consents.ledger')}>
        {all.map((entry) => (
          <Entry key={entry.name} entry={entry} />
        ))}
      </ul>
      {entries.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={entries.isFetchingNextPage}
          onClick={() => void entries.fetchNextPage()}
        >
          {t('consents.earlier')}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: Consent }) {
  const { t } = useTranslation();
  const purpose = useQuery(purposesQuery).data?.find((one) => one.name === entry.purpose);
  const text = purpose?.texts.find((one) => one.number === entry.text_version);
  const proofs = EVIDENCE.filter((key) => entry.evidence?.[key]);
  const channels = entry.channels.map((one) => t(`enums.ConsentChannel.${one}`)).join(', ');
  return (
    <li className={s.entry}>
      <div className={s.line}>
        <Tag color={COLORS[entry.status]} dot>
          {t(`enums.Consent.Status.${entry.status}`)}
        </Tag>
        <span className={s.title}>{purpose ? titleOf(purpose, t) : ''}</span>
        {channels && <span>{channels}</span>}
      </div>
      <div className={s.sub}>
        {[
          entry.said_time && t('consents.said', { time: dateTime(entry.said_time) }),
          entry.expire_time && t('consents.until', { time: date(entry.expire_time) }),
          t(`enums.Consent.Method.${entry.method}`),
          entry.legal_basis !== 'CONSENT' && t(`enums.Consent.LegalBasis.${entry.legal_basis}`),
          text && t('consents.textVersion', { number: text.number, date: date(text.create_time ?? '') }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      {proofs.map((key) => (
        <div key={key} className={s.sub}>
          {t(`consents.${key}`)}: {entry.evidence?.[key]}
        </div>
      ))}
      <div className={s.sub}>
        {t('consents.noted', {
          who: entry.actor_display_name || t('consents.system'),
          time: entry.create_time ? dateTime(entry.create_time) : '',
        })}
      </div>
    </li>
  );
}
