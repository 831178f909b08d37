import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/shared/lib/errors';
import { ago } from '@/shared/lib/format';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { CopyText } from '@/shared/ui/CopyText';
import { ErrorState } from '@/shared/ui/ErrorState';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type CalendarFeed, feedsQuery, useCreateFeed, useEndFeed } from './api';
import s from './Feeds.module.css';

/** One's own works in one's own calendar program. */
export function FeedLinks() {
  const { t } = useTranslation();
  const list = useQuery(feedsQuery);
  const create = useCreateFeed();
  const [name, setName] = useState('');
  const [details, setDetails] = useState<'FULL' | 'BUSY'>('FULL');
  const [link, setLink] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending) return;
    create.mutate(
      { display_name: name, details },
      {
        onSuccess: (feed) => {
          setLink(new URL(feed.link, window.location.origin).href);
          setName('');
        },
      },
    );
  };
  return (
    <div className={s.feeds}>
      {list.isPending && <Skeleton h={36} />}
      {list.error && !list.data && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {list.data && list.data.length > 0 && (
        <ul className={s.list}>
          {list.data.map((feed) => (
            <Feed key={feed.name} feed={feed} />
          ))}
        </ul>
      )}
      {link && (
        <div className={s.link}>
          <b>{t('planner.feeds.link')}</b>
          <CopyText value={link} label={t('planner.feeds.link')} />
          <span className="mut">{t('planner.feeds.linkHint')}</span>
        </div>
      )}
      <form className={s.form} onSubmit={submit}>
        <TextInput
          label={t('planner.feeds.name')}
          placeholder={t('planner.feeds.namePlaceholder')}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('planner.feeds.details')}
          value={details}
          onChange={(event) => setDetails(event.currentTarget.value === 'BUSY' ? 'BUSY' : 'FULL')}
          data={[
            { value: 'FULL', label: t('planner.feeds.full') },
            { value: 'BUSY', label: t('planner.feeds.busy') },
          ]}
        />
        <Button type="submit" variant="default" loading={create.isPending}>
          {t('planner.feeds.create')}
        </Button>
      </form>
      {create.error && (
        <p className={notice.error} role="alert">
          {errorText(create.error)}
        </p>
      )}
    </div>
  );
}

function Feed({ feed }: { feed: CalendarFeed }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const end = useEndFeed();
  const name = feed.display_name || t('planner.feeds.link');
  return (
    <li className={s.feed}>
      <span className={s.about}>
        <b className="ell">{name}</b>
        <span className="mut">
          {t(feed.details === 'BUSY' ? 'planner.feeds.busy' : 'planner.feeds.full')} ·{' '}
          {feed.use_time ? t('planner.feeds.used', { ago: ago(feed.use_time) }) : t('planner.feeds.unused')}
        </span>
      </span>
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        aria-label={`${t('planner.feeds.end')}: ${name}`}
        onClick={() => setAsking(true)}
      >
        {t('planner.feeds.end')}
      </Button>
      <ConfirmTyped
        opened={asking}
        title={t('planner.feeds.endTitle', { name })}
        confirm={t('planner.feeds.end')}
        loading={end.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          end.mutate(feed, {
            onError: toastError,
            onSuccess: () => toastDone(t('planner.feeds.ended')),
          })
        }
      >
        {t('planner.feeds.endText')}
      </ConfirmTyped>
    </li>
  );
}
