import { useTranslation } from 'react-i18next';
import { dateTime } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import type { Standing } from './api';

const COLORS = { NONE: 'gray', GIVEN: 'green', WITHDRAWN: 'red', REFUSED: 'red', EXPIRED: 'yellow' } as const;

/** One channel and what holds for it; the words say it, the colour helps. */
export function StandingTag({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const state = standing.state || 'NONE';
  const channel = standing.channel ? t(`enums.ConsentChannel.${standing.channel}`) : t('consents.whole');
  const since = standing.said_time ? t('consents.said', { time: dateTime(standing.said_time) }) : undefined;
  return (
    <Tag color={COLORS[state]} title={since}>
      {t('consents.channelState', { channel, state: t(`enums.ConsentStanding.State.${state}`) })}
    </Tag>
  );
}
