import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useProfile } from '@/shared/session/session';
import { stopViewing } from '@/shared/session/viewing';
import s from './Shell.module.css';

/** As whom one looks, and the way back: nothing can be changed meanwhile. */
export function Viewing() {
  const { t } = useTranslation();
  const { user, viewed_by } = useProfile();
  if (!viewed_by) return null;
  return (
    <div className={s.notice} data-strong role="status">
      <IconEye size={16} aria-hidden />
      {t('shell.viewing', { name: user.display_name })}
      <Button size="compact-sm" variant="default" onClick={() => void stopViewing()}>
        {t('shell.stopViewing')}
      </Button>
    </div>
  );
}
