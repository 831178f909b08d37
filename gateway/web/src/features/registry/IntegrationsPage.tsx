import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText, reasonText } from '@/shared/lib/errors';
import { count, dateTime } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { Tag } from '@/shared/ui/Tag';
import { type RegistrySettings, settingsQuery, useTest } from './api';
import s from './Integrations.module.css';
import { KeyForm } from './KeyForm';
import { ProviderForm } from './ProviderForm';

const STATE_COLOR: Record<RegistrySettings['state'], string> = {
  '': 'gray',
  CHECKSUM_ONLY: 'gray',
  READY: 'green',
  BROKEN: 'red',
  PAUSED: 'orange',
};

/** Services outside that the tenant has connected. */
export function IntegrationsPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('integrations.title'));
  if (!can('registry.write')) return <NoRight permission="registry.write" />;
  return <Integrations />;
}

function Integrations() {
  const { t } = useTranslation();
  const { data, error, isPending, isError, refetch, dataUpdatedAt } = useQuery(settingsQuery);
  if (isPending) return <PageSkeleton />;
  if (!data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <div className={s.page}>
      <PageHead title={t('integrations.title')} />
      {isError && <StaleBar time={dataUpdatedAt} retry={() => void refetch()} />}
      <div className={s.grid}>
        <section className={`card ${s.card}`} aria-labelledby="registry-title">
          <div className={s.head}>
            <h2 className={s.title} id="registry-title">
              {t('registry.title')}
            </h2>
            <Tag color={STATE_COLOR[data.state]} dot>
              {t(`enums.RegistrySettings.State.${data.state}`)}
            </Tag>
          </div>
          <p className={s.hint}>{t('integrations.about')}</p>
          <ProviderForm key={data.etag} settings={data} />
          {data.provider === 'DADATA' && <KeyForm settings={data} />}
        </section>
        {data.provider && <Facts settings={data} />}
      </div>
    </div>
  );
}

function Facts({ settings }: { settings: RegistrySettings }) {
  const { t } = useTranslation();
  const time = (value: string | null) => (value ? dateTime(value) : t('integrations.never'));
  const facts: [string, string][] = [
    ['today', count(settings.requests_today)],
    ['kept', count(settings.kept_answers_today)],
    ['errors', count(settings.errors_today)],
    ['success', time(settings.last_success_time)],
    [
      'error',
      settings.last_error_reason
        ? `${time(settings.last_error_time)}: ${reasonText(settings.last_error_reason)}`
        : t('integrations.none'),
    ],
  ];
  if (settings.pause_time) facts.push(['pause', time(settings.pause_time)]);
  if (settings.watch)
    facts.push(
      ['round', time(settings.watch_round_time)],
      ['compared', count(settings.watch_compared)],
      ['changed', count(settings.watch_changed)],
    );
  return (
    <section className={`card ${s.card}`} aria-labelledby="registry-facts">
      <div className={s.head}>
        <h2 className={s.title} id="registry-facts">
          {t('integrations.facts')}
        </h2>
        <Test />
      </div>
      <dl className={s.facts}>
        {facts.map(([key, text]) => (
          <div key={key} className={s.fact}>
            <dt>{t(`integrations.${key}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className={s.hint}>{t('integrations.limitHint')}</p>
    </section>
  );
}

function Test() {
  const { t } = useTranslation();
  const test = useTest();
  return (
    <div className={s.test}>
      <Button
        variant="default"
        leftSection={<IconPlugConnected size={16} />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {t('integrations.test')}
      </Button>
      {test.data && (
        <span className={s.result} data-good={test.data.good || undefined} role="status">
          {test.data.good
            ? t('integrations.testGood', { ms: test.data.milliseconds })
            : reasonText(test.data.reason)}
        </span>
      )}
      {test.error && (
        <span className={s.result} role="alert">
          {errorText(test.error)}
        </span>
      )}
    </div>
  );
}
