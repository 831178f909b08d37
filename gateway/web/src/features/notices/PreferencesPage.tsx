import { Checkbox, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/shared/ui/ErrorState';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import s from './Preferences.module.css';
import { KINDS, type Preferences, preferencesQuery, toggled, useChoose } from './preferences';
import { pushQuery, useSwitchPush } from './push';

/** What comes how, and when one is left in peace. Each change is kept at once. */
export function PreferencesPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(preferencesQuery);
  if (!data) return error ? <ErrorState error={error} retry={() => void refetch()} /> : <PageSkeleton />;
  return (
    <div className={s.page}>
      <PageHead title={t('notices.preferences')} />
      <div className={s.column}>
        <Card title={t('notices.channels')} hint={t('notices.channelsHint')}>
          <Matrix chosen={data} />
          <Push />
        </Card>
        <Card title={t('notices.quiet')} hint={t('notices.quietHint')}>
          <Quiet chosen={data} />
        </Card>
        <Card title={t('notices.days')} hint={t('notices.daysHint')}>
          <Time field="reminder_time_of_day" chosen={data} required />
        </Card>
      </div>
    </div>
  );
}

const Card = ({ title, hint, children }: { title: string; hint: string; children: ReactNode }) => (
  <section className={`card ${s.card}`}>
    <h2 className={s.title}>{title}</h2>
    <p className={s.hint}>{hint}</p>
    {children}
  </section>
);

interface Props {
  chosen: Preferences;
}

function Matrix({ chosen }: Props) {
  const { t } = useTranslation();
  const choose = useChoose();
  return (
    <table className={s.matrix}>
      <thead>
        <tr>
          <th scope="col">{t('notices.what')}</th>
          <th scope="col">{t('notices.inBrowser')}</th>
          <th scope="col">{t('notices.push')}</th>
        </tr>
      </thead>
      <tbody>
        {KINDS.map((kind) => (
          <tr key={kind}>
            <th scope="row">{t(`notices.kind.${kind}`)}</th>
            <td>
              <Checkbox
                checked
                readOnly
                disabled
                aria-label={`${t(`notices.kind.${kind}`)}: ${t('notices.inBrowser')}`}
              />
            </td>
            <td>
              <Checkbox
                checked={chosen.push.includes(kind)}
                aria-label={`${t(`notices.kind.${kind}`)}: ${t('notices.push')}`}
                onChange={() => choose.mutate({ push: toggled(chosen.push, kind) })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Push() {
  const { t } = useTranslation();
  const state = useQuery(pushQuery).data;
  const change = useSwitchPush();
  if (!state) return null;
  const possible = state === 'ON' || state === 'OFF';
  return (
    <Switch
      className={s.push}
      label={t('notices.pushHere')}
      description={possible ? t('notices.pushHint') : t(`notices.push${state}`)}
      checked={state === 'ON'}
      disabled={!possible || change.isPending}
      onChange={() => change.mutate(state === 'OFF')}
    />
  );
}

function Quiet({ chosen }: Props) {
  const { t } = useTranslation();
  const choose = useChoose();
  const on = Boolean(chosen.quiet_start);
  return (
    <div className={s.lines}>
      <Switch
        label={t('notices.quietHours')}
        checked={on}
        onChange={() =>
          choose.mutate(
            on ? { quiet_start: '', quiet_end: '' } : { quiet_start: '21:00', quiet_end: '08:00' },
          )
        }
      />
      {on && (
        <div className={s.times}>
          <Time field="quiet_start" chosen={chosen} required />
          <Time field="quiet_end" chosen={chosen} required />
        </div>
      )}
      <Switch
        label={t('notices.quietDaysOff')}
        checked={chosen.quiet_days_off}
        onChange={() => choose.mutate({ quiet_days_off: !chosen.quiet_days_off })}
      />
    </div>
  );
}

type TimeField = 'quiet_start' | 'quiet_end' | 'reminder_time_of_day';

/** Kept when one leaves it; an unfinished time is put back. */
function Time({ field, chosen, required }: Props & { field: TimeField; required?: boolean }) {
  const { t } = useTranslation();
  const choose = useChoose();
  const [typed, setTyped] = useState<string>();
  const keep = () => {
    if (typed && typed !== chosen[field]) choose.mutate({ [field]: typed });
    setTyped(undefined);
  };
  return (
    <TextInput
      type="time"
      className={s.time}
      label={t(`notices.${field}`)}
      required={required}
      withAsterisk={false}
      value={typed ?? chosen[field]}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}
