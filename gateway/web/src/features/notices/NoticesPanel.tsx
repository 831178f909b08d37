import { ActionIcon, Button, ScrollArea, SegmentedControl, Tooltip } from '@mantine/core';
import { IconBellOff, IconChecks, IconSettings } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { noticesQuery, unreadQuery, useNoticeActions } from './api';
import { NoticeRow } from './NoticeRow';
import s from './Notices.module.css';

interface Props {
  onClose: () => void;
  /** While a menu of a notice is open. */
  onHold: (held: boolean) => void;
}

export function NoticesPanel({ onClose, onHold }: Props) {
  const { t } = useTranslation();
  const [unread, setUnread] = useState(false);
  const fresh = useQuery(unreadQuery).data?.count ?? 0;
  const { readAll } = useNoticeActions();
  return (
    <>
      <div className={s.head}>
        <h2 className={s.title}>{t('shell.notices')}</h2>
        <Tooltip label={t('notices.readAll')}>
          <ActionIcon
            aria-label={t('notices.readAll')}
            disabled={fresh === 0}
            loading={readAll.isPending}
            onClick={() => readAll.mutate()}
          >
            <IconChecks size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('notices.settings')}>
          <ActionIcon
            aria-label={t('notices.settings')}
            onClick={onClose}
            renderRoot={(props) => <Link to="/profile/notices" {...props} />}
          >
            <IconSettings size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={s.filter}>
        <SegmentedControl
          fullWidth
          aria-label={t('notices.show')}
          value={unread ? 'unread' : 'all'}
          onChange={(value) => setUnread(value === 'unread')}
          data={[
            { value: 'all', label: t('notices.all') },
            { value: 'unread', label: t('notices.unread') },
          ]}
        />
      </div>
      <Notices key={String(unread)} unread={unread} onClose={onClose} onHold={onHold} />
    </>
  );
}

function Notices({ unread, onClose, onHold }: Props & { unread: boolean }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(noticesQuery(unread));
  const notices = list.data?.pages.flatMap((page) => page.notices);
  if (!notices) {
    if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
    return <PageSkeleton />;
  }
  if (notices.length === 0) {
    const which = unread ? 'noneUnread' : 'empty';
    return (
      <EmptyState
        icon={IconBellOff}
        tone="gray"
        title={t(`notices.${which}`)}
        hint={t(`notices.${which}Hint`)}
      />
    );
  }
  return (
    <ScrollArea.Autosize mah="60vh" scrollbarSize={6} viewportProps={{ tabIndex: 0 }}>
      <ul className={s.list}>
        {notices.map((notice) => (
          <NoticeRow key={notice.name} notice={notice} onClose={onClose} onHold={onHold} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={s.more}>
          <Button
            variant="subtle"
            fullWidth
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('notices.more')}
          </Button>
        </div>
      )}
    </ScrollArea.Autosize>
  );
}
