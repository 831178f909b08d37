import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { daysLater, todayIn } from '@/shared/lib/dates';
import { dayMonth } from '@/shared/lib/format';
import { useProfile } from '@/shared/session/session';
import { nearOccasionsQuery } from './api';
import { What } from './OccasionRow';
import s from './Occasions.module.css';

const DAYS_AHEAD = 61;
const MOST = 5;

/** Of one client and its people, in the two months to come; nothing if there is nothing. */
export function NearBlock({ counterparty }: { counterparty: string }) {
  const { t } = useTranslation();
  const { tenant } = useProfile();
  const today = todayIn(tenant.time_zone);
  const asked = { start_date: today, end_date: daysLater(today, DAYS_AHEAD), counterparty };
  const { data } = useQuery(nearOccasionsQuery(asked, MOST));
  if (!data?.length) return null;
  return (
    <div className="card">
      <section className={s.block}>
        <h2 className={s.blockTitle}>{t('occasions.near')}</h2>
        <ul className={s.list}>
          {data.map((occasion) => (
            <li key={`${occasion.person} ${occasion.professional_holiday}`} className={s.nearRow}>
              <span className={s.nearDay}>{dayMonth(occasion.occasion_date ?? '')}</span>
              <span className={s.nearWho}>{occasion.person_display_name}</span>
              <span className={s.what}>
                <What occasion={occasion} />
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
