import { Button, Skeleton, Tabs } from '@mantine/core';
import { IconBinaryTree2, IconCalendarTime, IconMinus, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import i18n from 'i18next';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Subject, Trail } from '@/features/counterparties/history';
import { People } from '@/features/deals';
import { MassDrawer } from '@/features/mass';
import { RuleLink } from '@/features/series';
import { idOf } from '@/shared/api/client';
import { dateTime } from '@/shared/lib/format';
import { useKeys } from '@/shared/lib/keys';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { StaleBar } from '@/shared/ui/StaleBar';
import { type Sign, type When, type Work, workQuery } from './api';
import { NextSteps } from './closing/NextSteps';
import { Script } from './closing/Script';
import { SubjectLink } from './columns';
import { placeOf, subjectKind } from './subject';
import { Tree } from './tree/Tree';
import { useLiveWorks } from './useLiveWorks';
import { useWorkActs } from './useWorkActs';
import { useZone } from './useZone';
import { PriorityTag, StateTag, WhenText, WorkMenu } from './WorkLine';
import s from './Works.module.css';
import { whenText } from './when';

export function WorkPage() {
  const can = useCan();
  const { id } = useParams({ from: '/works/$id' });
  const work = useQuery(workQuery(`works/${id}`));
  useLiveWorks();
  if (!can('works.read')) return <NoRight permission="works.read" />;
  if (work.isPending) return <WorkSkeleton />;
  if (!work.data) return <ErrorState error={work.error} retry={() => void work.refetch()} />;
  return (
    <>
      {work.isError && <StaleBar time={work.dataUpdatedAt} retry={() => void work.refetch()} />}
      <Card key={work.data.name} work={work.data} />
    </>
  );
}

function Card({ work }: { work: Work }) {
  const { t } = useTranslation();
  const can = useCan();
  const acts = useWorkActs();
  const writes = work.state === 'OPEN' && can('works.update');
  const close = (sign: Sign) => () => acts.close(work, sign);
  useKeys(
    {
      'shift+Equal': close('PLUS'),
      Equal: close('PLUS'),
      NumpadAdd: close('PLUS'),
      Minus: close('MINUS'),
      NumpadSubtract: close('MINUS'),
      KeyE: () => acts.edit(work),
    },
    writes,
  );
  return (
    <article className={s.page} aria-label={work.display_name}>
      <PageHead title={work.display_name} aside={<StateTag work={work} />}>
        {writes && (
          <>
            <Button
              variant="default"
              leftSection={<IconCalendarTime size={16} />}
              onClick={() => acts.postpone(work)}
            >
              {t('works.postpone')}
            </Button>
            <Button color="red" leftSection={<IconMinus size={16} />} onClick={close('MINUS')}>
              {t('works.closeWith.MINUS')}
            </Button>
            <Button leftSection={<IconPlus size={16} />} onClick={close('PLUS')}>
              {t('works.closeWith.PLUS')}
            </Button>
          </>
        )}
        <WorkMenu work={work} acts={acts} />
      </PageHead>
      <div className={s.columns}>
        <Main work={work} />
        <aside className={`card ${s.part}`} aria-label={t('works.people')}>
          <Who work={work} />
        </aside>
      </div>
      {acts.dialogs}
    </article>
  );
}

const TABS = ['overview', 'tree', 'history'] as const;

function Main({ work }: { work: Work }) {
  const { t } = useTranslation();
  const zone = useZone();
  const search = useSearch({ from: '/works/$id' });
  const navigate = useNavigate();
  const tab = TABS.find((one) => one === search.tab) ?? 'overview';
  const go = (next: string | null) =>
    void navigate({
      to: '/works/$id',
      params: { id: idOf(work.name) },
      search: { tab: next && next !== 'overview' ? next : undefined },
      replace: true,
    });
  return (
    <section className="card">
      <Tabs value={tab} onChange={go} keepMounted={false}>
        <Tabs.List aria-label={t('works.tabs')}>
          {TABS.map((id) => (
            <Tabs.Tab key={id} value={id}>
              {t(id === 'tree' ? 'tree.tab' : `works.tab.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <div className={s.part}>
            {work.state === 'DONE' && work.campaign_step && <NextSteps work={work} />}
            <Facts rows={useFacts(work)} />
            {work.script && <Script name={work.script} />}
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="tree">
          <Below work={work} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <Trail subject={subjectOf(work, zone)} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** What depends on it, and more of it for many clients at once. */
function Below({ work }: { work: Work }) {
  const { t } = useTranslation();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  return (
    <>
      {work.state === 'OPEN' && can('works.assign') && (
        <div className={s.head}>
          <Button
            variant="default"
            leftSection={<IconBinaryTree2 size={16} />}
            onClick={() => setAdding(true)}
          >
            {t('mass.create')}
          </Button>
        </div>
      )}
      <Tree work={work} />
      <Suspense>{adding && <MassDrawer parent={work.name} onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}

type Row = [label: string, value: ReactNode];

/** What nobody said is left out. */
const Facts = ({ rows }: { rows: Row[] }) => (
  <dl className={s.list}>
    {rows
      .filter(([, value]) => Boolean(value))
      .map(([label, value]) => (
        <div key={label} className={s.row}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

function useFacts(work: Work): Row[] {
  const { t } = useTranslation();
  const zone = useZone();
  const result = work.result_display_name || (work.sign && t(`enums.Work.Sign.${work.sign}`));
  return [
    [t('works.action'), work.action_display_name],
    [t('works.plannedResult'), work.planned_result_display_name],
    [t('works.when'), <WhenText key="when" work={work} zone={zone} />],
    [
      t('works.repeats'),
      work.series && (
        <Suspense key="series" fallback="…">
          <RuleLink name={work.series} />
        </Suspense>
      ),
    ],
    [t('works.deadline'), work.deadline_time && dateTime(work.deadline_time)],
    [
      t('works.priority'),
      work.priority !== 'NORMAL' && <PriorityTag key="priority" priority={work.priority} />,
    ],
    [t('works.description'), work.description],
    [t('works.postponedTimes'), work.postponed > 0 && String(work.postponed)],
    [t('works.result'), result],
    [t('works.comment'), work.comment],
    [t('works.closeTime'), work.close_time && dateTime(work.close_time)],
    [t('works.closedBy'), work.closed_by_display_name],
    [t('works.basedOn'), work.based_on && <OtherWork key="based" name={work.based_on} />],
    [t('works.parent'), work.parent && <OtherWork key="parent" name={work.parent} />],
  ];
}

function OtherWork({ name }: { name: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...workQuery(name), retry: false });
  if (!data) return <span>{t('works.another')}</span>;
  return (
    <Link className="link" to="/works/$id" params={{ id: idOf(name) }}>
      {data.display_name}
    </Link>
  );
}

function Who({ work }: { work: Work }) {
  const { t } = useTranslation();
  const kind = subjectKind(work.subject);
  const client = work.counterparty && work.counterparty !== work.subject ? work.counterparty : '';
  const rows: Row[] = [
    [kind ? t(`works.subjects.${kind}`) : '', kind && <SubjectLink key="subject" row={work} t={t} />],
    [
      t('works.client'),
      client && (
        <Link key="client" className="link" {...placeOf(client)}>
          {work.counterparty_display_name || t('works.subjects.counterparties')}
        </Link>
      ),
    ],
    [t('works.contact'), work.contact !== work.subject && work.contact_display_name],
    [t('works.owner'), work.owner_display_name || t('works.nobody')],
    [t('works.participants'), work.participants.length > 0 && <People key="people" of={work.participants} />],
    [t('works.createTime'), work.create_time && dateTime(work.create_time)],
  ];
  return <Facts rows={rows} />;
}

/** Set with others, by the service. */
const FOLLOWING = new Set([
  ...['action', 'action_key', 'planned_result', 'result', 'subject', 'counterparty', 'contact', 'owner'],
  ...['due_time', 'overdue_time', 'first_due_time', 'postponed', 'close_time', 'close_day', 'closed_by'],
  ...['closed_by_display_name', 'state_before', 'delete_time', 'watch_time', 'minutes', 'org_path', 'links'],
  ...['reminders', 'script', 'ancestors', 'chain', 'based_on', 'parent', 'creator'],
]);
const HISTORY = [
  ...['display_name', 'when', 'state', 'sign', 'result_display_name', 'comment', 'action_display_name'],
  ...['planned_result_display_name', 'priority', 'subject_display_name', 'counterparty_display_name'],
  ...['contact_display_name', 'owner_display_name', 'participants', 'description', 'deadline_time'],
];

const ENUMS: Record<string, string> = { state: 'State', sign: 'Sign', priority: 'Priority' };

const subjectOf = ({ name }: Work, zone: string): Subject => ({
  name,
  service: 'activities',
  fields: HISTORY,
  labelKey: (field) => `fields.works.${field}`,
  silent: FOLLOWING,
  text: (field, value) => {
    if (ENUMS[field]) return value ? i18n.t(`enums.Work.${ENUMS[field]}.${value}`) : '';
    if (field === 'when') return whenText(i18n.t, value as When | null, zone);
    if (field === 'deadline_time') return value ? dateTime(String(value)) : '';
    return undefined;
  },
  writable: () => false,
});

const WorkSkeleton = () => (
  <div className={s.skeleton} aria-busy="true">
    <Skeleton h={40} w={360} maw="70%" />
    <Skeleton h={380} radius={12} />
  </div>
);
