import { Button } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { time } from '../lib/format';
import s from './states.module.css';

/** The newest data could not be had: says from when the shown data is. */
export function StaleBar({ time: loaded, retry }: { time: number; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={s.stale} role="status">
      <IconClockExclamation size={16} aria-hidden />
      {t('ui.stale', { time: time(new Date(loaded).toISOString()) })}
      <Button variant="subtle" color="yellow" size="compact-xs" onClick={retry}>
        {t('ui.retry')}
      </Button>
    </div>
  );
}
