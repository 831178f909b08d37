import { Button } from '@mantine/core';
import { IconPlugConnected, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorText, reasonText } from '@/shared/lib/errors';
import { count, dateTime } from '@/shared/lib/format';
import { toastDone } from '@/shared/ui/toast';
import s from './Accounting.module.css';
import { type AccountingSettings, useRun, type useTest } from './api';

interface Props {
  settings: AccountingSettings;
  test: ReturnType<typeof useTest>;
  writes: boolean;
}

/** How the exchange goes, and what can be tried. */
export function Facts({ settings, test, writes }: Props) {
  const { t } = useTranslation();
  const time = (value: string | null) => (value ? dateTime(value) : t('accounting.never'));
  const facts: [string, string][] = [
    ['waiting', count(settings.waiting)],
    ['conflicts', count(settings.conflicts)],
    ['success', time(settings.last_success_time)],
    ['payments', time(settings.payments_time)],
    [
      'error',
      settings.last_error_reason
        ? `${time(settings.last_error_time)}: ${reasonText(settings.last_error_reason)}`
        : t('accounting.none'),
    ],
  ];
  if (settings.pause_time) facts.push(['pause', time(settings.pause_time)]);
  return (
    <section className={`card ${s.card}`} aria-labelledby="accounting-facts">
      <div className={s.head}>
        <h2 className={s.title} id="accounting-facts">
          {t('accounting.facts')}
        </h2>
        {writes && <Tries settings={settings} test={test} />}
      </div>
      {test.data && (
        <p className={s.result} data-good={test.data.good || undefined} role="status">
          {test.data.good
            ? t('accounting.testGood', { ms: test.data.milliseconds, count: test.data.organizations.length })
            : reasonText(test.data.reason)}
        </p>
      )}
      {test.error && (
        <p className={s.result} role="alert">
          {errorText(test.error)}
        </p>
      )}
      <dl className={s.facts}>
        {facts.map(([key, text]) => (
          <div key={key} className={s.fact}>
            <dt>{t(`accounting.fact.${key}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Tries({ settings, test }: Omit<Props, 'writes'>) {
  const { t } = useTranslation();
  const run = useRun();
  return (
    <div className={s.buttons}>
      <Button
        variant="default"
        leftSection={<IconPlugConnected size={16} />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {t('accounting.test')}
      </Button>
      {settings.enabled && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={run.isPending}
          onClick={() => run.mutate(undefined, { onSuccess: () => toastDone(t('accounting.started')) })}
        >
          {t('accounting.run')}
        </Button>
      )}
    </div>
  );
}
