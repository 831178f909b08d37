/** So that nobody bothers a client twice: who of ours was in touch with him last. */
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ago } from '@/shared/lib/format';
import { useCan, useProfile } from '@/shared/session/session';
import { touchesQuery } from './api';
import s from './Timeline.module.css';

export function Touches({ record }: { record: string }) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const enabled = useCan()('timeline.read');
  const { data = [] } = useQuery({ ...touchesQuery(record), enabled });
  const last = data.find((touch) => touch.user !== user.name);
  if (!last?.touch_time) return null;
  return (
    <p className={s.touch} role="note">
      <IconHistory size={16} aria-hidden />
      {t(`timeline.touched.${last.outcome ?? 'NONE'}`, {
        who: last.user_display_name || t('timeline.system'),
        when: ago(last.touch_time),
      })}
    </p>
  );
}
