import { Button, Skeleton, Tabs } from '@mantine/core';
import { IconThumbDown, IconTrophy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import i18n from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Subject, Trail } from '@/features/counterparties/history';
import { DealFulfilment } from '@/features/fulfilments';
import { DealInvoices } from '@/features/payments';
import { DealLines } from '@/features/products';
import { Timeline } from '@/features/timeline';
import { RecordWorks, WorksTab } from '@/features/works';
import { idOf } from '@/shared/api/client';
import { date, money } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { StaleBar } from '@/shared/ui/StaleBar';
import { TabList } from '@/shared/ui/TabList';
import { Tag } from '@/shared/ui/Tag';
import { type Deal, dealQuery, type Funnel, funnelQuery } from './api';
import { DATES, Details, TEXTS } from './card/Details';
import { More } from './card/More';
import { Side } from './card/Side';
import { StageWork } from './card/StageWork';
import s from './Deal.module.css';
import { Moves } from './Moves';
import { useDealMoving } from './moving/useDealMoving';
import { StageBar } from './StageBar';
import { useLiveDeals } from './useLiveDeals';

const EditDeal = lazy(() => import('./NewDeal').then(({ EditDeal: component }) => ({ default: component })));

export function DealPage() {
  const can = useCan();
  const { id } = useParams({ from: '/deals/$id' });
  const deal = useQuery(dealQuery(`deals/${id}`));
  const funnel = useQuery({
    ...funnelQuery(deal.data?.funnel ?? '', deal.data?.funnel_version ?? 0),
    enabled: Boolean(deal.data?.funnel),
  });
  useLiveDeals();
  if (!can('deals.read')) return <NoRight permission="deals.read" />;
  // Its stages come with it: nothing moves under the reader's eyes.
  if (deal.isPending || (deal.data?.funnel && funnel.isPending)) return <DealSkeleton />;
  if (!deal.data) return <ErrorState error={deal.error} retry={() => void deal.refetch()} />;
  return (
    <>
      {deal.isError && <StaleBar time={deal.dataUpdatedAt} retry={() => void deal.refetch()} />}
      <Card key={deal.data.name} deal={deal.data} funnel={funnel.data} />
    </>
  );
}

function Card({ deal, funnel }: { deal: Deal; funnel?: Funnel }) {
  const { t } = useTranslation();
  useTitle(deal.display_name);
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const writes = can('deals.update');
  const { move, close, reopen, dialogs } = useDealMoving(deal, funnel);
  const open = deal.state === 'OPEN';
  return (
    <article className={s.page} aria-label={deal.display_name}>
      <PageHead
        title={deal.display_name}
        aside={
          <span className={s.aside}>
            <State deal={deal} />
            {deal.amount && <b className="num">{money(deal.amount)}</b>}
          </span>
        }
      >
        {writes && open && (
          <>
            <Button variant="default" leftSection={<IconThumbDown size={16} />} onClick={() => close('lose')}>
              {t('deals.toLost')}
            </Button>
            <Button leftSection={<IconTrophy size={16} />} onClick={() => close('win')}>
              {t('deals.toWon')}
            </Button>
          </>
        )}
        {!open && deal.state !== 'DELETED' && can('deals.reopen') && (
          <Button variant="default" onClick={reopen}>
            {t('deals.reopen')}
          </Button>
        )}
        <More deal={deal} />
      </PageHead>
      {funnel && funnel.stages.length > 0 && (
        <StageBar deal={deal} stages={funnel.stages} onMove={writes && open ? move : undefined} />
      )}
      <div className={s.columns}>
        <Main
          deal={deal}
          funnel={funnel}
          onEdit={writes && open ? () => setEditing(true) : undefined}
          onMove={writes && open ? move : undefined}
        />
        <Side deal={deal} funnel={funnel} />
      </div>
      {dialogs}
      <Suspense>{editing && <EditDeal deal={deal} onClose={() => setEditing(false)} />}</Suspense>
    </article>
  );
}

function State({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const color = { OPEN: 'blue', WON: 'green', LOST: 'red' }[deal.state as string] ?? 'gray';
  return <Tag color={color}>{t(`enums.Deal.State.${deal.state}`)}</Tag>;
}

const TABS = [
  'overview',
  'works',
  'timeline',
  'lines',
  'fulfilment',
  'moves',
  'invoices',
  'history',
] as const;

interface MainProps {
  deal: Deal;
  funnel?: Funnel;
  onEdit?: () => void;
  onMove?: (stage: string) => void;
}

function Main({ deal, funnel, onEdit, onMove }: MainProps) {
  const { t } = useTranslation();
  const can = useCan();
  const search = useSearch({ from: '/deals/$id' });
  const navigate = useNavigate();
  const tab = TABS.find((one) => one === search.tab) ?? 'overview';
  const go = (next: string | null) =>
    void navigate({
      to: '/deals/$id',
      params: { id: idOf(deal.name) },
      search: { tab: next && next !== 'overview' ? next : undefined },
      replace: true,
    });
  return (
    <section className={`card ${s.main}`}>
      <Tabs value={tab} onChange={go} keepMounted={false}>
        <TabList open={tab} label={t('deals.tabs')}>
          {TABS.filter((id) => id !== 'invoices' || can('invoices.read')).map((id) =>
            id === 'works' ? (
              <WorksTab key={id} of={deal.name} label={t('deals.tab.works')} />
            ) : (
              <Tabs.Tab key={id} value={id}>
                {t(`deals.tab.${id}`)}
              </Tabs.Tab>
            ),
          )}
        </TabList>
        <Tabs.Panel value="overview">
          <div className={s.details}>
            <StageWork deal={deal} funnel={funnel} onMove={onMove} />
            <Details deal={deal} onEdit={onEdit} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="works">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <RecordWorks
              about={{ subject: deal.name, display_name: deal.display_name }}
              writable={deal.state !== 'DELETED'}
            />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <Timeline
              record={deal.name}
              title={deal.display_name}
              categories={['DEAL', 'WORK', 'INTERACTION', 'PAYMENT']}
            />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="lines">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <DealLines deal={deal} writes={Boolean(onEdit)} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="fulfilment">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <DealFulfilment deal={deal.name} writes={can('deals.update') && deal.state !== 'DELETED'} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="moves">
          <Moves deal={deal} funnel={funnel} />
        </Tabs.Panel>
        <Tabs.Panel value="invoices">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <DealInvoices deal={deal} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <Trail subject={subjectOf(deal, funnel)} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

const subjectOf = ({ name }: Deal, funnel?: Funnel): Subject => ({
  name,
  service: 'deals',
  fields: HISTORY,
  labelKey: (field) => `fields.deals.${field}`,
  silent: FOLLOWING,
  text: (field, value) => {
    if (field === 'stage') return funnel?.stages.find((stage) => stage.id === value)?.display_name;
    if (field === 'amount') return value ? money(value as { amount: string; currency: string }) : '';
    if (field === 'state') return value ? i18n.t(`enums.Deal.State.${value}`) : '';
    if (/_date$/.test(field)) return value ? date(String(value)) : '';
    return undefined;
  },
  writable: () => false,
});

/** Set with the stage and the amount, by the service. */
const FOLLOWING = new Set([
  ...['rank', 'probability', 'weighted_amount', 'stage_change_time', 'stage_change_user', 'stuck_time'],
  ...['stage_change_user_display_name', 'counterparty_display_name', 'decision_maker_display_name'],
  ...['funnel_version', 'counterparty_inn', 'counterparty_segments', 'org_path'],
  ...['next_work', 'next_due_date', 'invoiced', 'paid'],
  ...['net_total', 'vat_total', 'gross_total'],
]);
const HISTORY = [
  ...TEXTS,
  ...DATES,
  ...['display_name', 'counterparty', 'decision_maker', 'amount', 'expected_close_date', 'owner', 'stage'],
  ...['participants', 'own_probability', 'agreement', 'price_list', 'loss_reason', 'checked_items'],
];

const DealSkeleton = () => (
  <div className={s.skeleton} aria-busy="true">
    <Skeleton h={40} w={360} maw="70%" />
    <Skeleton h={46} />
    <Skeleton h={380} radius={12} />
  </div>
);
