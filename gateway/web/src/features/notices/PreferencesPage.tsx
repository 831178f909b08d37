import { Checkbox, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ChangeEvent, type ReactNode, useState } from 'react';
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
        <Card title={t('digest.title')} hint={t('digest.hint')}>
          <Digest chosen={data} />
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
              <Tick
                label={`${t(`notices.kind.${kind}`)}: ${t('notices.push')}`}
                on={chosen.push.includes(kind)}
                onTurn={() => choose.mutate({ push: toggled(chosen.push, kind) })}
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
      <Toggle
        label={t('notices.quietHours')}
        on={on}
        onTurn={(quiet) =>
          choose.mutate(
            quiet ? { quiet_start: '21:00', quiet_end: '08:00' } : { quiet_start: '', quiet_end: '' },
          )
        }
      />
      {on && (
        <div className={s.times}>
          <Time field="quiet_start" chosen={chosen} required />
          <Time field="quiet_end" chosen={chosen} required />
        </div>
      )}
      <Toggle
        label={t('notices.quietDaysOff')}
        on={chosen.quiet_days_off}
        onTurn={(quiet_days_off) => choose.mutate({ quiet_days_off })}
      />
    </div>
  );
}

/** The letter of the day. */
function Digest({ chosen }: Props) {
  const { t } = useTranslation();
  const choose = useChoose();
  return (
    <div className={s.lines}>
      <Toggle
        label={t('digest.on')}
        description={chosen.letters && t(`enums.NoticePreferences.Letters.${chosen.letters}`)}
        on={chosen.digest}
        onTurn={(digest) => choose.mutate({ digest })}
      />
      <Time field="digest_time" chosen={chosen} required />
      <p className={s.hint}>{t('digest.quiet')}</p>
    </div>
  );
}

interface ToggleProps {
  label: string;
  description?: string;
  on: boolean;
  onTurn: (on: boolean) => void;
}

/** Turned in the same moment it is clicked; what is kept comes later. */
function useShown({ on, onTurn }: Pick<ToggleProps, 'on' | 'onTurn'>) {
  const [shown, setShown] = useState(on);
  const [kept, setKept] = useState(on);
  if (kept !== on) {
    setKept(on);
    setShown(on);
  }
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    setShown(event.currentTarget.checked);
    onTurn(event.currentTarget.checked);
  };
  return { checked: shown, onChange };
}

const Toggle = ({ label, description, ...turned }: ToggleProps) => (
  <Switch label={label} description={description} {...useShown(turned)} />
);

const Tick = ({ label, ...turned }: ToggleProps) => <Checkbox aria-label={label} {...useShown(turned)} />;

type TimeField = 'quiet_start' | 'quiet_end' | 'reminder_time_of_day' | 'digest_time';

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
      label={t(field === 'digest_time' ? 'digest.time' : `notices.${field}`)}
      required={required}
      withAsterisk={false}
      value={typed ?? chosen[field]}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}
