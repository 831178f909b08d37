import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import type { Interaction } from './api';
import { useMoment } from './useMoment';

const COLORS: Record<string, string> = { NEW: 'orange', POSTPONED: 'yellow', PROCESSED: 'green' };

/** Whether somebody has looked after it, or until when it was put off. */
export function StateTag({ row }: { row: Interaction }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const until = row.state === 'POSTPONED' && row.waiting_time;
  return (
    <Tag color={COLORS[row.state]}>
      {until ? t('interactions.until', { time: moment(until) }) : t(`enums.Interaction.State.${row.state}`)}
    </Tag>
  );
}
