import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconClockPause } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ago, dateTime } from '@/shared/lib/format';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type Notice, useNoticeActions } from './api';
import { COLORS, placeOf, SNOOZES, type Snooze, until } from './model';
import s from './Notices.module.css';
import { about, titleOf } from './texts';

interface Props {
  notice: Notice;
  onClose: () => void;
  onHold: (held: boolean) => void;
}

export function NoticeRow({ notice, onClose, onHold }: Props) {
  const { read } = useNoticeActions();
  const open = () => {
    if (notice.unread) read.mutate([notice.name]);
    onClose();
  };
  return (
    <li className={s.row} data-unread={notice.unread || undefined}>
      <span className={s.mark} data-color={COLORS[notice.kind]} aria-hidden />
      <Opener notice={notice} onClick={open} />
      <Tools notice={notice} onHold={onHold} />
    </li>
  );
}

function Opener({ notice, onClick }: { notice: Notice; onClick: () => void }) {
  const { t } = useTranslation();
  const text = (
    <>
      <span className={s.kind}>
        {t(`notices.kind.${notice.kind}`)}
        {notice.create_time && (
          <time dateTime={notice.create_time} title={dateTime(notice.create_time)}>
            {ago(notice.create_time)}
          </time>
        )}
      </span>
      <span className={s.name}>{titleOf(notice)}</span>
      <span className={s.about}>{about(notice)}</span>
    </>
  );
  return (
    <Link className={s.opener} {...placeOf(notice)} onClick={onClick}>
      {text}
    </Link>
  );
}

function Tools({ notice, onHold }: Pick<Props, 'notice' | 'onHold'>) {
  const { t } = useTranslation();
  const { read, snooze } = useNoticeActions();
  const putOff = (choice: Snooze) => {
    const moment = until(choice);
    snooze.mutate(
      { name: notice.name, until: moment },
      {
        onSuccess: () => toastDone(t('notices.snoozed', { when: dateTime(moment.toISOString()) })),
        onError: toastError,
      },
    );
  };
  const title = titleOf(notice);
  return (
    <span className={s.tools}>
      {notice.unread && (
        <ActionIcon
          aria-label={`${t('notices.read')}: ${title}`}
          title={t('notices.read')}
          onClick={() => read.mutate([notice.name])}
        >
          <IconCheck size={16} />
        </ActionIcon>
      )}
      <Menu position="bottom-end" onChange={onHold}>
        <Menu.Target>
          <ActionIcon aria-label={t('notices.snoozeOf', { title })} title={t('notices.snooze')}>
            <IconClockPause size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {SNOOZES.map((choice) => (
            <Menu.Item key={choice} onClick={() => putOff(choice)}>
              {t(`notices.until.${choice}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
