import { SegmentedControl } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { date } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { QueryField } from '@/shared/ui/QueryField';
import { type Agreement, agreementsQuery, type Kind } from './api';
import { StateTag } from './StateTag';

const AgreementDrawer = lazy(() =>
  import('./AgreementDrawer').then((module) => ({ default: module.AgreementDrawer })),
);

export function AgreementsPage() {
  const can = useCan();
  if (!can('agreements.read')) return <NoRight permission="agreements.read" />;
  return <Agreements />;
}

function Agreements() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind | ''>('');
  const [query, setQuery] = useState('');
  const list = useQuery(agreementsQuery({ kind: kind || undefined, query: query || undefined }));
  const [creating, setCreating] = useState(false);
  const writes = useCan()('agreements.write');
  return (
    <DictionaryPage
      title={t('agreements.title')}
      query={list}
      create={writes ? { label: t('agreements.create'), onClick: () => setCreating(true) } : undefined}
      archived={{ label: t('agreements.showOld'), is: isOld }}
      empty={{
        icon: IconFileCertificate,
        title: t(query || kind ? 'ui.nothing' : 'agreements.empty'),
        hint: t('agreements.emptyHint'),
      }}
      bar={
        <>
          <SegmentedControl
            aria-label={t('agreements.kind')}
            value={kind}
            onChange={(next) => setKind(next as Kind | '')}
            data={(['', 'STANDARD', 'INDIVIDUAL'] as const).map((value) => ({
              value,
              label: value ? t(`enums.Agreement.Kind.${value}`) : t('agreements.all'),
            }))}
          />
          <QueryField
            label={t('agreements.search')}
            placeholder={t('agreements.search')}
            value={query}
            onChange={setQuery}
          />
        </>
      }
      table={(agreements) => (
        <table className={d.table} aria-label={t('agreements.title')} aria-busy={list.isPlaceholderData}>
          <thead>
            <tr>
              <th>{t('agreements.name')}</th>
              <th>{t('agreements.kind')}</th>
              <th>{t('agreements.client')}</th>
              <th>{t('agreements.until')}</th>
              <th>{t('agreements.state')}</th>
            </tr>
          </thead>
          <tbody>
            {agreements.map((agreement) => (
              <Row key={agreement.name} agreement={agreement} />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>{creating && <AgreementDrawer onClose={() => setCreating(false)} />}</Suspense>
    </DictionaryPage>
  );
}

const isOld = ({ state }: Agreement) => state === 'REPLACED' || state === 'TERMINATED';

function Row({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  return (
    <tr className={d.row} data-off={isOld(agreement) || undefined}>
      <td>
        <Link className={d.name} to="/agreements/$id" params={{ id: idOf(agreement.name) }}>
          {agreement.display_name}
        </Link>
        {agreement.number && <span className={d.sub}>{agreement.number}</span>}
      </td>
      <td>{agreement.kind && t(`enums.Agreement.Kind.${agreement.kind}`)}</td>
      <td>{agreement.counterparty_display_name || '—'}</td>
      <td className="num">{agreement.to_date ? date(agreement.to_date) : '—'}</td>
      <td>
        <StateTag state={agreement.state} />
      </td>
    </tr>
  );
}
