import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/shared/api/realtime';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { Tag } from '@/shared/ui/Tag';
import s from './Accounting.module.css';
import { type AccountingSettings, refreshAccounting, sellersQuery, settingsQuery, useTest } from './api';
import { Facts } from './Facts';
import { FilesCard } from './FilesCard';
import { Links } from './Links';
import { PasswordForm } from './PasswordForm';
import { SettingsForm } from './SettingsForm';

const STATE_COLOR: Record<AccountingSettings['state'], string> = {
  '': 'gray',
  OFF: 'gray',
  READY: 'green',
  BROKEN: 'red',
  PAUSED: 'orange',
};

/** The exchange with 1C: how it is reached, how it goes, and what a person has to settle. */
export function AccountingPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('accounting.title'));
  if (!can('accounting.read')) return <NoRight permission="accounting.read" />;
  return <Accounting />;
}

function Accounting() {
  const { t } = useTranslation();
  const writes = useCan()('accounting.write');
  const settings = useQuery(settingsQuery);
  const sellers = useQuery(sellersQuery);
  const test = useTest();
  const client = useQueryClient();
  // An exchange settles many at once.
  const refresh = useDebouncedCallback(() => void refreshAccounting(client), 500);
  useLive((event) => {
    if (event.type.startsWith('accounting_')) refresh();
  });
  const { data } = settings;
  if (settings.isPending || sellers.isPending) return <PageSkeleton />;
  if (!data || !sellers.data)
    return (
      <ErrorState
        error={settings.error ?? sellers.error}
        retry={() => void Promise.all([settings.refetch(), sellers.refetch()])}
      />
    );
  return (
    <div className={s.page}>
      <PageHead title={t('accounting.title')} />
      {settings.isError && <StaleBar time={settings.dataUpdatedAt} retry={() => void settings.refetch()} />}
      <div className={s.grid}>
        <section className={`card ${s.card}`} aria-labelledby="accounting-settings">
          <div className={s.head}>
            <h2 className={s.title} id="accounting-settings">
              {t('accounting.settings')}
            </h2>
            <Tag color={STATE_COLOR[data.state]} dot>
              {t(`enums.AccountingSettings.State.${data.state}`)}
            </Tag>
          </div>
          <p className={s.hint}>{t('accounting.about')}</p>
          <SettingsForm
            key={data.etag}
            settings={data}
            sellers={sellers.data.filter((seller) => !seller.archived)}
            found={test.data?.organizations ?? []}
            writes={writes}
          />
          {writes && <PasswordForm settings={data} />}
        </section>
        <div className={s.stack}>
          <Facts settings={data} test={test} writes={writes} />
          <FilesCard
            settings={data}
            sellers={sellers.data.filter((seller) => !seller.archived)}
            writes={writes}
          />
        </div>
      </div>
      <Links writes={writes} />
    </div>
  );
}
