import { useTranslation } from 'react-i18next';
import { count, dateTime } from '@/shared/lib/format';
import { Tag } from '@/shared/ui/Tag';
import type { Demand } from './api';
import s from './Privacy.module.css';

/** Of a destruction: what came again each time it was destroyed. */
const left = (report: Demand['reports'][number]) =>
  report.step === 'ERASE'
    ? report.places.reduce((sum, place) => sum + place.found - place.deleted - place.cleaned, 0)
    : 0;

/** What each service says it has found, or has done with it. */
export function Reports({ demand }: { demand: Demand }) {
  const { t, i18n } = useTranslation();
  if (demand.reports.length === 0) return null;
  // A service or a store that is newer than these texts is called as it calls itself.
  const called = (key: string, name: string) => (i18n.exists(`privacy.${key}`) ? t(`privacy.${key}`) : name);
  return (
    <section aria-label={t('privacy.services')}>
      <h3 className={s.heading}>{t('privacy.services')}</h3>
      {demand.reports.map((report) => (
        <div key={report.service} className={s.report}>
          <div className={s.bar}>
            <strong>{called(`serviceNames.${report.service}`, report.service)}</strong>
            {report.answer_time ? (
              <Tag color="green">{t('privacy.answered', { time: dateTime(report.answer_time) })}</Tag>
            ) : (
              <Tag color="yellow">{t('privacy.noAnswer', { count: report.attempt })}</Tag>
            )}
          </div>
          {report.answer_time && report.places.length === 0 && (
            <p className={s.sub}>{t('privacy.nothing')}</p>
          )}
          {report.places.length > 0 && (
            <table className={s.places} aria-label={`${t('privacy.services')}: ${report.service}`}>
              <thead>
                <tr>
                  <th>{t('privacy.place')}</th>
                  <th>{t('privacy.found')}</th>
                  <th>{t('privacy.deleted')}</th>
                  <th>{t('privacy.cleaned')}</th>
                </tr>
              </thead>
              <tbody>
                {report.places.map((place) => (
                  <tr key={place.place}>
                    <td>{called(`places.${place.place}`, place.place)}</td>
                    <td>{count(place.found)}</td>
                    <td>{count(place.deleted)}</td>
                    <td>{count(place.cleaned)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {left(report) > 0 && <Tag color="red">{t('privacy.left', { count: left(report) })}</Tag>}
          {report.answer_time && <p className={s.sub}>{t('privacy.looked', { count: report.looked_at })}</p>}
        </div>
      ))}
    </section>
  );
}
