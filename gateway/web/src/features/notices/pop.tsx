/** A notice at the edge of the screen, as it comes. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import i18n from 'i18next';
import type { Notice } from './api';
import { COLORS } from './model';
import s from './Notices.module.css';
import { about, titleOf } from './texts';

/** These wait for no glance at the bell. */
const PRESSING = new Set(['REMINDER', 'OVERDUE', 'ESCALATION']);
const SHOWN_MS = 12_000;

export function pop(notice: Notice, open: () => void) {
  if (!PRESSING.has(notice.kind)) return;
  const id = notice.name;
  notifications.show({
    id,
    title: i18n.t(`notices.kind.${notice.kind}`),
    message: (
      <span className={s.pop}>
        <span>
          <b>{titleOf(notice)}</b>
          <br />
          {about(notice)}
        </span>
        <Button
          variant="light"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            open();
          }}
        >
          {i18n.t('notices.openOne')}
        </Button>
      </span>
    ),
    icon: <IconBell size={16} />,
    color: COLORS[notice.kind],
    autoClose: SHOWN_MS,
    closeButtonProps: { 'aria-label': i18n.t('ui.close') },
  });
}
