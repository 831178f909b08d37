import { SegmentedControl } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import { date } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { FilterChip } from '@/shared/ui/FilterChip';
import { NoRight } from '@/shared/ui/NoRight';
import { QueryField } from '@/shared/ui/QueryField';
import { type Agreement, agreementsQuery, type Kind, type State } from './api';
import { StateTag } from './StateTag';
import { type AgreementSearch, KINDS, STATES } from './search';

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
  useTitle(t('agreements.title'));
  const search = useSearch({ from: '/agreements' });
  const navigate = useNavigate();
  const { kind = '', query = '', state = [] } = search;
  const list = useQuery(
    agreementsQuery({
      kind: (kind as Kind) || undefined,
      query: query || undefined,
      state: state.length ? (state as State[]) : undefined,
    }),
  );
  const go = (patch: AgreementSearch) =>
    void navigate({ to: '/agreements', search: { ...search, ...patch }, replace: true });
  const [creating, setCreating] = useState(false);
  const writes = useCan()('agreements.write');
  return (
    <DictionaryPage
      title={t('agreements.title')}
      query={list}
      create={writes ? { label: t('agreements.create'), onClick: () => setCreating(true) } : undefined}
      // Who asks for them by name sees them without another switch.
      archived={state.length ? undefined : { label: t('agreements.showOld'), is: isOld }}
      empty={{
        icon: IconFileCertificate,
        title: t(query || kind || state.length ? 'ui.nothing' : 'agreements.empty'),
        hint: t('agreements.emptyHint'),
      }}
      bar={
        <>
          <SegmentedControl
            aria-label={t('agreements.kind')}
            value={kind}
            onChange={(next) => go({ kind: next || undefined })}
            data={(['', ...KINDS] as const).map((value) => ({
              value,
              label: t(`agreements.${value || 'all'}`),
            }))}
          />
          <QueryField
            label={t('agreements.search')}
            placeholder={t('agreements.search')}
            value={query}
            onChange={(next) => go({ query: next || undefined })}
          />
          <FilterChip
            label={t('agreements.state')}
            options={STATES.map((value) => ({ value, label: t(`enums.Agreement.State.${value}`) }))}
            value={state}
            onChange={(chosen) => go({ state: chosen.length ? chosen : undefined })}
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
      <td data-none={!agreement.counterparty_display_name || undefined}>
        {agreement.counterparty_display_name || '—'}
      </td>
      <td className="num" data-label={t('agreements.until')} data-none={!agreement.to_date || undefined}>
        {agreement.to_date ? date(agreement.to_date) : '—'}
      </td>
      <td>
        <StateTag state={agreement.state} />
      </td>
    </tr>
  );
}
