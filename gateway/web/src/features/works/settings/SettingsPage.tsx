import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { NoRight } from '@/shared/ui/NoRight';
import { Tag } from '@/shared/ui/Tag';
import { actionsQuery } from '../api';
import { kindsQuery, useSaveAction, useSaveKind, type WorkAction } from './api';
import { Entries } from './Entries';

const ActionDrawer = lazy(() => import('./ActionDrawer').then((m) => ({ default: m.ActionDrawer })));
const KindDrawer = lazy(() => import('./KindDrawer').then((m) => ({ default: m.KindDrawer })));
const PARTS = ['actions', 'kinds'] as const;

/** What can be done with clients, what it leads to, and how people meet. */
export function SettingsPage() {
  const can = useCan();
  const { t } = useTranslation();
  const { part = 'actions' } = useSearch({ from: '/admin/work-settings' });
  const navigate = useNavigate();
  if (!can('work_settings.write')) return <NoRight permission="work_settings.write" />;
  const tabs = (
    <SegmentedControl
      aria-label={t('workSettings.parts')}
      value={part}
      onChange={(next) =>
        void navigate({ to: '/admin/work-settings', search: { part: next }, replace: true })
      }
      data={PARTS.map((value) => ({ value, label: t(`workSettings.${value}`) }))}
    />
  );
  return part === 'kinds' ? <Kinds tabs={tabs} /> : <Actions tabs={tabs} />;
}

function Actions({ tabs }: { tabs: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <Entries
      tabs={tabs}
      label={t('workSettings.actions')}
      query={useQuery(actionsQuery)}
      turn={useSaveAction().mutate}
      more={{ title: t('workSettings.results'), cell: (action) => <Results action={action} /> }}
      drawer={(action, close) => <ActionDrawer action={action} onClose={close} />}
    />
  );
}

const Kinds = ({ tabs }: { tabs: React.ReactNode }) => {
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
};

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
