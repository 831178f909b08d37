import { CloseButton } from '@mantine/core';
import { IconRefreshDot } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LiveEvent, useLive } from '@/shared/api/realtime';
import { time } from '@/shared/lib/format';
import { useProfile } from '@/shared/session/session';
import s from './Card.module.css';

/** A colleague changed this client while it was open; the values shown are already his. */
export function UpdatedHint({ name }: { name: string }) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const [last, setLast] = useState<LiveEvent | null>(null);
  useLive((event) => {
    if (event.subject === name && event.user !== user.name) setLast(event);
  });
  if (!last) return null;
  return (
    <div className={s.updated} role="status">
      <IconRefreshDot size={16} aria-hidden />
      {t('card.updatedBy', {
        name: last.user_display_name || t('history.system'),
        time: time(last.time),
      })}
      <CloseButton size="xs" aria-label={t('ui.close')} onClick={() => setLast(null)} />
    </div>
  );
}
