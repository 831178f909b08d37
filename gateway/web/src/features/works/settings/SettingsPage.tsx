import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { NoRight } from '@/shared/ui/NoRight';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { Tag } from '@/shared/ui/Tag';
import { actionsQuery } from '../api';
import { kindsQuery, useSaveAction, useSaveKind, type WorkAction } from './api';
import { Entries } from './Entries';
import s from './Settings.module.css';

const ActionDrawer = lazy(() => import('./ActionDrawer').then((m) => ({ default: m.ActionDrawer })));
const KindDrawer = lazy(() => import('./KindDrawer').then((m) => ({ default: m.KindDrawer })));
const Scripts = lazy(() => import('./Scripts'));
const Ladders = lazy(() => import('./Ladders'));
const Templates = lazy(() => import('./Templates'));
const PARTS = { actions: Actions, kinds: Kinds, scripts: Scripts, ladders: Ladders, campaigns: Templates };
type Part = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Part[];

/** What a tenant chooses from for its works: each part is a short table. */
export function SettingsPage() {
  const can = useCan();
  const { t } = useTranslation();
  const { part: asked } = useSearch({ from: '/admin/work-settings' });
  const navigate = useNavigate();
  if (!can('work_settings.write')) return <NoRight permission="work_settings.write" />;
  const part = NAMES.find((one) => one === asked) ?? 'actions';
  const Table = PARTS[part];
  const tabs = (
    <SegmentedControl
      className={s.parts}
      aria-label={t('workSettings.parts')}
      value={part}
      onChange={(next) =>
        void navigate({ to: '/admin/work-settings', search: { part: next }, replace: true })
      }
      data={NAMES.map((value) => ({ value, label: t(`workSetup.part.${value}`) }))}
    />
  );
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Table key={part} tabs={tabs} />
    </Suspense>
  );
}

function Actions({ tabs }: { tabs: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      tabs={tabs}
      label={t('workSettings.actions')}
      query={useQuery(actionsQuery)}
      turn={useSaveAction().mutate}
      more={[{ title: t('workSettings.results'), cell: (action) => <Results action={action} /> }]}
      drawer={(action, close) => <ActionDrawer action={action} onClose={close} />}
    />
  );
}

function Kinds({ tabs }: { tabs: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      tabs={tabs}
      label={t('workSettings.kinds')}
      query={useQuery(kindsQuery)}
      turn={useSaveKind().mutate}
      drawer={(kind, close) => <KindDrawer kind={kind} onClose={close} />}
    />
  );
}

const COLORS: Record<string, string> = { PLUS: 'green', MINUS: 'red' };
const MARKS: Record<string, string> = { PLUS: '+ ', MINUS: '− ' };

const Results = ({ action }: { action: WorkAction }) => (
  <span className={d.tags}>
    {action.results
      .filter(({ archived }) => !archived)
      .map(({ id, display_name, sign }) => (
        <Tag key={id} size="s" color={COLORS[sign]}>
          {MARKS[sign]}
          {display_name}
        </Tag>
      ))}
  </span>
);
