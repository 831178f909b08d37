import { ActionIcon, Indicator, Popover, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/shared/api/realtime';
import { loadTexts } from '@/shared/i18n';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { unreadQuery } from './api';
import { placeOf } from './model';
import s from './Notices.module.css';

const NoticesPanel = lazy(async () => {
  const [module] = await Promise.all([import('./NoticesPanel'), loadTexts('notices')]);
  return { default: module.NoticesPanel };
});
const MOST = 99;

/** What one was told, behind the bell; how much of it is new, on it. */
export function NoticesBell() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  // Its menus lie outside of it: what is chosen there does not close it.
  const [held, setHeld] = useState(false);
  const count = useQuery(unreadQuery).data?.count ?? 0;
  useShownAtOnce(opened);
  const label = count ? t('shell.noticesUnread', { count }) : t('shell.notices');
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={400}
      trapFocus
      closeOnClickOutside={!held}
    >
      <Indicator
        disabled={count === 0}
        color="red"
        size={16}
        offset={6}
        label={<span aria-hidden>{count > MOST ? `${MOST}+` : count}</span>}
      >
        <Popover.Target>
          <Tooltip label={label} disabled={opened}>
            <ActionIcon aria-label={label} aria-expanded={opened} onClick={() => setOpened(!opened)}>
              <IconBell size={19} />
            </ActionIcon>
          </Tooltip>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} className={s.dropdown} aria-label={t('shell.notices')}>
        <Suspense fallback={<PageSkeleton />}>
          <NoticesPanel onClose={() => setOpened(false)} onHold={setHeld} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What presses is also said at the edge of the screen, as it comes. */
function useShownAtOnce(opened: boolean) {
  const client = useQueryClient();
  const navigate = useNavigate();
  useLive((event) => {
    if (event.type !== 'notice_raised' || opened) return;
    void client
      .fetchQuery({ ...unreadQuery, staleTime: 0 })
      .then(async ({ newest }) => {
        const notice = newest.find((each) => each.name === event.subject);
        if (!notice) return;
        const [module] = await Promise.all([import('./pop'), loadTexts('notices')]);
        module.pop(notice, () => void navigate(placeOf(notice)));
      })
      .catch(() => undefined);
  });
}
