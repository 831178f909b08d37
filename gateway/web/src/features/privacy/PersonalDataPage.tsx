import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus, IconShieldLock } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { Tag } from '@/shared/ui/Tag';
import a from '../admin/parts/Admin.module.css';
import { type Demand, demandsQuery, isOpen } from './api';
import s from './Privacy.module.css';

const NewDemand = lazy(() => import('./NewDemand').then((module) => ({ default: module.NewDemand })));
const DemandDrawer = lazy(() =>
  import('./DemandDrawer').then((module) => ({ default: module.DemandDrawer })),
);
const Purposes = lazy(() => import('./Purposes').then((module) => ({ default: module.Purposes })));

export const COLORS: Record<string, string> = {
  NEW: 'blue',
  LOOKING: 'yellow',
  READY: 'violet',
  RUNNING: 'yellow',
  DONE: 'green',
  REFUSED: 'gray',
};

/** What people demand about their data, by when, and how far it is. */
export function PersonalDataPage() {
  const can = useCan();
  if (!can('personal_data.read')) return <NoRight permission="personal_data.read" />;
  return <Register />;
}

function Register() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(true);
  const [shown, setShown] = useState('');
  const [adding, setAdding] = useState(false);
  const list = useInfiniteQuery(demandsQuery(open));
  useTitle(t('privacy.title'));
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const demands = list.data.pages.flatMap((page) => page.personal_data_requests);
  const overdue = list.data.pages[0]?.overdue_count ?? 0;
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t('privacy.create')}
    </Button>
  );
  return (
    <div className={a.page}>
      <PageHead title={t('privacy.title')}>{create}</PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={a.body}>
        <div className={s.bar}>
          <SegmentedControl
            aria-label={t('privacy.state')}
            value={open ? 'open' : 'all'}
            onChange={(value) => setOpen(value === 'open')}
            data={[
              { value: 'open', label: t('privacy.open') },
              { value: 'all', label: t('privacy.all') },
            ]}
          />
          {overdue > 0 && (
            <Tag color="red" dot>
              {t('privacy.overdue', { count: overdue })}
            </Tag>
          )}
        </div>
        {demands.length === 0 ? (
          <EmptyState icon={IconShieldLock} title={t('privacy.empty')} hint={t('privacy.emptyHint')} />
        ) : (
          <Table demands={demands} onOpen={setShown} />
        )}
        {list.hasNextPage && (
          <Button
            variant="subtle"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('consents.earlier')}
          </Button>
        )}
        <Suspense>
          <Purposes />
        </Suspense>
      </div>
      <Suspense>
        {adding && <NewDemand onClose={() => setAdding(false)} onDone={setShown} />}
        {shown && <DemandDrawer key={shown} name={shown} onClose={() => setShown('')} />}
      </Suspense>
    </div>
  );
}

function Table({ demands, onOpen }: { demands: Demand[]; onOpen: (name: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className={s.scroll}>
      <table className={a.table} aria-label={t('privacy.title')}>
        <thead>
          <tr>
            <th>{t('privacy.person')}</th>
            <th>{t('privacy.kind')}</th>
            <th>{t('privacy.state')}</th>
            <th>{t('privacy.due')}</th>
          </tr>
        </thead>
        <tbody>
          {demands.map((demand) => (
            <tr key={demand.name} className={a.row}>
              <td>
                <button type="button" className={a.name} onClick={() => onOpen(demand.name)}>
                  {demand.person_display_name || t('privacy.forgotten')}
                </button>
              </td>
              <td>{t(`enums.PersonalDataRequest.Kind.${demand.kind}`)}</td>
              <td>
                <Tag color={COLORS[demand.state]} dot>
                  {t(`enums.PersonalDataRequest.State.${demand.state}`)}
                </Tag>
              </td>
              <td>
                <Due demand={demand} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Due({ demand }: { demand: Demand }) {
  const { t } = useTranslation();
  const late = isOpen(demand) && demand.due_date && demand.due_date < new Date().toISOString().slice(0, 10);
  return (
    <span className={s.due}>
      {demand.due_date && date(demand.due_date)}
      {late && <Tag color="red">{t('privacy.late')}</Tag>}
      {demand.extended && <Tag>{t('privacy.extended')}</Tag>}
    </span>
  );
}
