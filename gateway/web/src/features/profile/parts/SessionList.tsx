import { Button, Skeleton } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/shared/api/types';
import { ago, dateTime } from '@/shared/lib/format';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { sessionsQuery, useEndSession } from '../api';
import { deviceOf } from '../device';
import s from './SessionList.module.css';

/** Where somebody is signed in, each with its end. `user` empty = one's own. */
export function SessionList({ user }: { user: string }) {
  const { t } = useTranslation();
  const sessions = useQuery(sessionsQuery(user));
  if (sessions.isPending) return <Skeleton h={120} />;
  if (sessions.isError) return <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />;
  if (sessions.data.length === 0) return <EmptyState tone="gray" title={t('profileUi.noSessions')} />;
  return (
    <ul className={s.list}>
      {sessions.data.map((session) => (
        <Line key={session.name} session={session} />
      ))}
    </ul>
  );
}

function Line({ session }: { session: Session }) {
  const { t } = useTranslation();
  const end = useEndSession();
  const device = deviceOf(session.user_agent);
  const label = device.label || t('profileUi.unknownDevice');
  const Icon = device.mobile ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li className={s.line}>
      <span className={s.icon} aria-hidden>
        <Icon size={19} stroke={1.6} />
      </span>
      <span className={s.words}>
        <span className={s.name}>
          {label}
          {session.viewed_by && (
            <Tag color="yellow" size="s">
              {t('profileUi.viewedBy')}
            </Tag>
          )}
          {session.current && (
            <Tag color="green" size="s">
              {t('profileUi.thisOne')}
            </Tag>
          )}
        </span>
        <span className={s.sub} title={session.user_agent}>
          {session.ip_address}
          {session.last_use_time && ` · ${t('profileUi.lastUse', { when: ago(session.last_use_time) })}`}
          {session.create_time && ` · ${t('profileUi.signedIn', { when: dateTime(session.create_time) })}`}
        </span>
      </span>
      {!session.current && (
        <Button
          variant="default"
          loading={end.isPending}
          aria-label={t('profileUi.endOne', { name: `${label}, ${session.ip_address}` })}
          onClick={() => end.mutate(session.name, { onSuccess: () => toastDone(t('profileUi.ended')) })}
        >
          {t('profileUi.end')}
        </Button>
      )}
    </li>
  );
}
