import { IconUserShare } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { useProfile } from '@/shared/session/session';
import s from './Shell.module.css';

/** For whom the signed-in person stands in today, and until when. */
export function StandingIn() {
  const { t } = useTranslation();
  const { substitutions } = useProfile();
  if (substitutions.length === 0) return null;
  const said = substitutions.map((one) =>
    t('shell.standingInOne', { name: one.absent_display_name, day: one.end_date ? date(one.end_date) : '' }),
  );
  return (
    <div className={s.notice} role="status">
      <IconUserShare size={16} aria-hidden />
      {t('shell.standingIn', { who: said.join(', ') })}
    </div>
  );
}
