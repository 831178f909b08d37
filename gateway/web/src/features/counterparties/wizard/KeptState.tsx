import { Button } from '@mantine/core';
import { IconCloudCheck, IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { time } from '@/shared/lib/format';
import type { Keeping } from './useKeeping';
import s from './Wizard.module.css';

/** Whether the draft is safe, in a word. */
export function KeptState({ keeping }: { keeping: Keeping }) {
  const { t } = useTranslation();
  const { phase } = keeping;
  const said = {
    new: '',
    saving: t('wizard.saving'),
    saved: keeping.time ? t('wizard.saved', { time: time(keeping.time) }) : '',
    failed: t('wizard.notSaved'),
    other: '',
    gone: '',
    full: t('wizard.full'),
  }[phase];
  return (
    <span className={s.kept} role="status" data-phase={phase}>
      {phase === 'saved' && <IconCloudCheck size={16} aria-hidden />}
      {(phase === 'failed' || phase === 'full') && <IconCloudOff size={16} aria-hidden />}
      <span className={phase === 'saved' ? s.keptText : undefined}>{said}</span>
    </span>
  );
}

/** The draft lives on elsewhere, or nowhere: somebody has to say what holds. */
export function KeptTrouble({ keeping, onReload }: { keeping: Keeping; onReload: () => void }) {
  const { t } = useTranslation();
  if (keeping.phase !== 'other' && keeping.phase !== 'gone') return null;
  const other = keeping.phase === 'other';
  return (
    <div className={s.trouble} role="alert">
      <span>{t(other ? 'wizard.other' : 'wizard.gone')}</span>
      {other && (
        <Button size="compact-sm" variant="default" onClick={onReload}>
          {t('wizard.takeOther')}
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={keeping.insist}>
        {t('wizard.keepThis')}
      </Button>
    </div>
  );
}
