import { Button, Menu, Skeleton, Tabs } from '@mantine/core';
import { IconArrowRight, IconThumbDown, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import i18n from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Subject, Trail } from '@/features/counterparties/history';
import { People } from '@/features/deals';
import { Timeline } from '@/features/timeline';
import { RecordWorks, WorksTab } from '@/features/works';
import { idOf } from '@/shared/api/client';
import { money } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { RowMenu } from '@/shared/ui/RowMenu';
import { StaleBar } from '@/shared/ui/StaleBar';
import { TabList } from '@/shared/ui/TabList';
import { toastDone, toastError, toastUndo } from '@/shared/ui/toast';
import { Alike } from './Alike';
import { Assignments } from './Assignments';
import {
  deleteLead,
  type Lead,
  type LeadInput,
  leadQuery,
  reopenLead,
  statusesQuery,
  undeleteLead,
  useChangeLead,
} from './api';
import { StatusTag } from './columns';
import { Details, TEXTS } from './LeadDetails';
import s from './Leads.module.css';
import { useLiveLeads } from './useLiveLeads';

const EditLead = lazy(() => import('./LeadForm').then(({ EditLead: component }) => ({ default: component })));
const ConvertDialog = lazy(() => import('./ConvertDialog'));
const RejectDialog = lazy(() => import('./RejectDialog'));
type Opened = 'edit' | 'convert' | 'reject' | null;

export function LeadPage() {
  const can = useCan();
  const { id } = useParams({ from: '/leads/$id' });
  const lead = useQuery(leadQuery(`leads/${id}`));
  useLiveLeads();
  if (!can('leads.read')) return <NoRight permission="leads.read" />;
  if (lead.isPending) return <LeadSkeleton />;
  if (!lead.data) return <ErrorState error={lead.error} retry={() => void lead.refetch()} />;
  return (
    <>
      {lead.isError && <StaleBar time={lead.dataUpdatedAt} retry={() => void lead.refetch()} />}
      <Card key={lead.data.name} lead={lead.data} />
    </>
  );
}

function Card({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  useTitle(lead.display_name);
  const can = useCan();
  const [opened, setOpened] = useState<Opened>(null);
  const { data: statuses = [] } = useQuery(statusesQuery);
  const reopen = useChangeLead(reopenLead);
  const close = () => setOpened(null);
  const writes = can('leads.update') && lead.state === 'OPEN';
  const closed = lead.state === 'CONVERTED' || lead.state === 'REJECTED';
  return (
    <article className={s.page} aria-label={lead.display_name}>
      <PageHead title={lead.display_name} aside={<StatusTag row={lead} statuses={statuses} t={t} />}>
        {writes && (
          <>
            <Button
              variant="default"
              leftSection={<IconThumbDown size={16} />}
              classNames={{ section: s.sign }}
              onClick={() => setOpened('reject')}
            >
              {t('leads.reject')}
            </Button>
            {can('deals.create') && (
              <Button
                leftSection={<IconArrowRight size={16} />}
                classNames={{ section: s.sign }}
                onClick={() => setOpened('convert')}
              >
                {t('leads.convert')}
              </Button>
            )}
          </>
        )}
        {closed && can('leads.reopen') && (
          <Button
            variant="default"
            loading={reopen.isPending}
            onClick={() => reopen.mutate(lead.name, { onError: toastError })}
          >
            {t('leads.reopen')}
          </Button>
        )}
        <More lead={lead} />
      </PageHead>
      <div className={s.columns}>
        <Main lead={lead} onEdit={writes ? () => setOpened('edit') : undefined} />
        <aside className={`card ${s.part}`} aria-label={t('leads.assignments')}>
          <Owner lead={lead} />
          {lead.state === 'OPEN' && <Alike lead={lead as LeadInput & { name: string }} />}
          <Assignments lead={lead} />
        </aside>
      </div>
      <Suspense>
        {opened === 'edit' && <EditLead lead={lead} onClose={close} />}
        {opened === 'convert' && <ConvertDialog lead={lead} onClose={close} />}
        {opened === 'reject' && <RejectDialog lead={lead} onClose={close} />}
      </Suspense>
    </article>
  );
}

/** To the recycle bin and back. */
function More({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const restore = useChangeLead(undeleteLead);
  const remove = useChangeLead(async (name: string) => {
    const gone = await deleteLead(name);
    toastUndo(t('leads.deleted', { lead: lead.display_name }), () => restore.mutateAsync(name));
    void navigate({ to: '/leads' });
    return gone;
  });
  if (!can('leads.delete') || lead.deal) return null;
  if (lead.state === 'DELETED')
    return (
      <Button
        loading={restore.isPending}
        onClick={() =>
          restore.mutate(lead.name, { onSuccess: () => toastDone(t('leads.back')), onError: toastError })
        }
      >
        {t('leads.restore')}
      </Button>
    );
  return (
    <RowMenu label={t('leads.actions')}>
      <Menu.Item
        color="red"
        leftSection={<IconTrash size={16} />}
        onClick={() => remove.mutate(lead.name, { onError: toastError })}
      >
        {t('leads.delete')}
      </Menu.Item>
    </RowMenu>
  );
}

const TABS = ['overview', 'works', 'timeline', 'history'] as const;

function Main({ lead, onEdit }: { lead: Lead; onEdit?: () => void }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/leads/$id' });
  const navigate = useNavigate();
  const { data: statuses = [] } = useQuery(statusesQuery);
  const tab = TABS.find((one) => one === search.tab) ?? 'overview';
  const subject: Subject = {
    name: lead.name,
    service: 'deals',
    fields: HISTORY,
    labelKey: (field) => `fields.leads.${field}`,
    silent: FOLLOWING,
    text: (field, value) => {
      if (field === 'status') return statuses.find(({ name }) => name === value)?.display_name;
      if (field === 'amount') return value ? money(value as { amount: string; currency: string }) : '';
      if (field === 'state') return value ? i18n.t(`enums.Lead.State.${value}`) : '';
      return undefined;
    },
    writable: () => false,
  };
  const go = (next: string | null) =>
    void navigate({
      to: '/leads/$id',
      params: { id: idOf(lead.name) },
      search: { tab: next && next !== 'overview' ? next : undefined },
      replace: true,
    });
  return (
    <section className="card">
      <Tabs value={tab} onChange={go} keepMounted={false}>
        <TabList open={tab} label={t('leads.tabs')}>
          {TABS.map((id) =>
            id === 'works' ? (
              <WorksTab key={id} of={lead.name} label={t('leads.tab.works')} />
            ) : (
              <Tabs.Tab key={id} value={id}>
                {t(`leads.tab.${id}`)}
              </Tabs.Tab>
            ),
          )}
        </TabList>
        <Tabs.Panel value="overview">
          <Details lead={lead} onEdit={onEdit} />
        </Tabs.Panel>
        <Tabs.Panel value="works">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <RecordWorks
              about={{ subject: lead.name, display_name: lead.display_name }}
              writable={lead.state !== 'DELETED'}
            />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <Timeline
              record={lead.name}
              title={lead.display_name}
              categories={['LEAD', 'WORK', 'INTERACTION']}
            />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <Trail subject={subject} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function Owner({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  return (
    <dl className={s.list}>
      <div className={s.row}>
        <dt>{t('leads.owner')}</dt>
        <dd>{lead.owner_display_name || t('leads.unassigned')}</dd>
      </div>
      {lead.participants.length > 0 && (
        <div className={s.row}>
          <dt>{t('fields.leads.participants')}</dt>
          <dd>
            <People of={lead.participants} />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Set with others, by the service. */
const FOLLOWING = new Set([
  ...['counterparty_display_name', 'contact_display_name', 'assign_pending', 'state_before', 'close_time'],
]);
const HISTORY = [
  ...TEXTS,
  ...['display_name', 'status', 'state', 'phones', 'emails', 'counterparty', 'contact', 'amount', 'owner'],
  ...['next_date', 'participants', 'reject_comment'],
];

const LeadSkeleton = () => (
  <div className={s.skeleton} aria-busy="true">
    <Skeleton h={40} w={360} maw="70%" />
    <Skeleton h={380} radius={12} />
  </div>
);
