import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { chainQuery, type Interaction } from './api';
import s from './Interactions.module.css';
import { useMoment } from './useMoment';

/** What goes on about the same, if there is more than this one. */
export function Chain({ row, onOpen }: { row: Interaction; onOpen: (name: string) => void }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const { data = [] } = useQuery(chainQuery(row.chain));
  if (data.length < 2) return null;
  return (
    <section aria-label={t('interactions.chain')}>
      <h3 className={s.part}>{t('interactions.chain')}</h3>
      <ul className={s.plain}>
        {data.map((each) => (
          <li key={each.name} className={s.link}>
            {each.name === row.name ? (
              <b>{each.topic}</b>
            ) : (
              <button type="button" className={`link ${s.open}`} onClick={() => onOpen(each.name)}>
                {each.topic}
              </button>
            )}
            <span className={`num ${s.muted}`}>{moment(each.start_time)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
