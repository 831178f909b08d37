import { Button, Skeleton, Tabs } from '@mantine/core';
import { IconRotate2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Files } from '@/features/attachments';
import { SALES } from '@/features/clientSales';
import { contactsOfQuery } from '@/features/contacts';
import { BypassNote } from '@/features/duplicates/note';
import { MergedFrom, MergeWithDialog } from '@/features/merging';
import { RegistryEntry } from '@/features/registry';
import { RelationsTab } from '@/features/relations';
import { keepRecent } from '@/features/search';
import { Timeline, Touches } from '@/features/timeline';
import { RecordWorks, WorksTab } from '@/features/works';
import { idOf } from '@/shared/api/client';
import type { Counterparty } from '@/shared/api/types';
import { useKeys } from '@/shared/lib/keys';
import { useTitle } from '@/shared/lib/useTitle';
import { useProfile } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { StaleBar } from '@/shared/ui/StaleBar';
import { TabList } from '@/shared/ui/TabList';
import { toastError } from '@/shared/ui/toast';
import { itemQuery } from '../api';
import { BUSINESS_FIELDS, REACH, REQUISITES } from '../fields/fields';
import { History } from '../history';
import { neighbours } from '../list/neighbours';
import s from './Card.module.css';
import { CardHead, type Operation } from './CardHead';
import { Group } from './Group';
import { Notes } from './Notes';
import { isSale, SalesPanels, SaleTab } from './SalesTabs';
import { SidePanel } from './SidePanel';
import { Stages } from './Stages';
import { UpdatedHint } from './UpdatedHint';
import { useAccess } from './useAccess';
import { useCardSave } from './useCardSave';
import { useRemoval } from './useRemoval';

// What one seldom opens comes when it is opened.
const ConflictDialog = lazy(() =>
  import('./ConflictDialog').then((module) => ({ default: module.ConflictDialog })),
);
const Contacts = lazy(() => import('./Contacts').then((module) => ({ default: module.Contacts })));
const CustomGroups = lazy(() =>
  import('./CustomGroups').then((module) => ({ default: module.CustomGroups })),
);
const OperationDialog = lazy(() =>
  import('./Operations').then((module) => ({ default: module.OperationDialog })),
);

const TABS = [
  ...(['overview', 'requisites', 'contacts', 'works', 'timeline', ...SALES] as const),
  ...(['relations', 'notes', 'files', 'history'] as const),
] as const;
type TabId = (typeof TABS)[number];

export function CounterpartyPage() {
  const { id } = useParams({ from: '/counterparties/$id' });
  const name = `counterparties/${id}`;
  const { data, error, isPending, refetch, dataUpdatedAt } = useQuery(itemQuery(name));
  const navigate = useNavigate();
  // An old name of one merged away answers whom it became.
  const became = data && data.name !== name ? idOf(data.name) : '';
  useEffect(() => {
    if (!became) return;
    void navigate({
      to: '/counterparties/$id',
      params: { id: became },
      search: (before: { tab?: string }) => before,
      replace: true,
    });
  }, [became, navigate]);
  if (isPending || became) return <CardSkeleton />;
  if (!data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      {error && <StaleBar time={dataUpdatedAt} retry={() => void refetch()} />}
      <Card key={name} row={data} />
    </>
  );
}

function Card({ row }: { row: Counterparty }) {
  const { t } = useTranslation();
  const access = useAccess(row);
  const { save, clash, settle, dismiss } = useCardSave(row.name);
  const { toBin, bringBack, pending } = useRemoval();
  const [operation, setOperation] = useState<Operation | null>(null);
  const [renaming, setRenaming] = useState(false);
  const { previous, next } = useNeighbours(row.name);
  useTitle(row.display_name);
  useRecent(row);
  useKeys({
    BracketLeft: () => previous?.(),
    BracketRight: () => next?.(),
    KeyE: () => access.field('display_name') === 'WRITE' && setRenaming(true),
  });
  const run = (chosen: Operation) => {
    if (chosen === 'delete') toBin(row);
    else if (chosen === 'restore') bringBack(row.name);
    else setOperation(chosen);
  };
  return (
    <article className={s.page} aria-label={row.display_name}>
      <CardHead
        row={row}
        access={access}
        save={save}
        editing={renaming}
        onEditing={setRenaming}
        onOperation={run}
        onPrevious={previous}
        onNext={next}
      />
      {row.state === 'DELETED' && (
        <div className={s.deleted} role="status">
          <span>{t('card.deletedHint')}</span>
          {access.delete && (
            <Button
              variant="default"
              size="compact-sm"
              loading={pending}
              leftSection={<IconRotate2 size={15} />}
              onClick={() => bringBack(row.name)}
            >
              {t('ui.restore')}
            </Button>
          )}
        </div>
      )}
      <Stages row={row} access={access} save={save} />
      <UpdatedHint name={row.name} />
      <Suspense>
        <Touches record={row.name} />
      </Suspense>
      {row.duplicates_bypass && (
        <Suspense>
          <BypassNote bypass={row.duplicates_bypass} />
        </Suspense>
      )}
      {row.aliases.length > 0 && (
        <Suspense>
          <MergedFrom name={row.name} />
        </Suspense>
      )}
      <div className={s.columns}>
        <Main row={row} access={access} save={save} />
        <SidePanel row={row} access={access} save={save} />
      </div>
      <Suspense>
        {operation === 'merge' && <MergeWithDialog row={row} onDone={() => setOperation(null)} />}
        {operation && operation !== 'merge' && (
          <OperationDialog operation={operation} row={row} save={save} onClose={() => setOperation(null)} />
        )}
        {clash && (
          <ConflictDialog clash={clash} onSettle={(chosen) => void settle(chosen)} onClose={dismiss} />
        )}
      </Suspense>
    </article>
  );
}

type PartProps = Pick<Parameters<typeof SidePanel>[0], 'row' | 'access' | 'save'>;

function Main({ row, access, save }: PartProps) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/counterparties/$id' });
  const navigate = useNavigate();
  const tab: TabId = TABS.find((one) => one === search.tab) ?? 'overview';
  const people = useQuery(contactsOfQuery(row.name)).data?.length;
  const open = (next: string | null) =>
    void navigate({
      to: '/counterparties/$id',
      params: { id: idOf(row.name) },
      search: { tab: next && next !== 'overview' ? next : undefined },
      replace: true,
    });
  const part = { row, access, save };
  return (
    <section className={`card ${s.main}`}>
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <TabList open={tab} label={t('card.tabs')}>
          {TABS.map((id) =>
            id === 'works' ? (
              <WorksTab key={id} of={row.name} label={t('card.tab.works')} />
            ) : isSale(id) ? (
              <SaleTab key={id} of={id} client={row.name} />
            ) : (
              <Tabs.Tab key={id} value={id}>
                {t(`card.tab.${id}`)}
                {id === 'contacts' && people ? ` · ${people}` : ''}
              </Tabs.Tab>
            ),
          )}
        </TabList>
        <Tabs.Panel value="overview">
          <div className={s.feed}>
            <Notes counterparty={row.name} writable={access.update} most={3} />
          </div>
          <Group title={t('card.group.reach')} ids={REACH} {...part} />
          <Group title={t('card.group.business')} ids={BUSINESS_FIELDS} {...part} />
          <Suspense>
            <CustomGroups {...part} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="requisites">
          <Group title={t('card.group.requisites')} ids={REQUISITES} {...part}>
            <RegistryEntry
              row={row}
              writable={(field) => access.field(field) === 'WRITE'}
              save={(patch) => void save(patch, row).catch(toastError)}
            />
          </Group>
          {row.kind !== 'INDIVIDUAL' && (
            <Group title={t('card.group.bank')} ids={['bank_accounts']} stacked {...part} />
          )}
          <Group title={t('card.group.addresses')} ids={['addresses']} stacked {...part} />
        </Tabs.Panel>
        <Tabs.Panel value="contacts">
          <Suspense fallback={<Skeleton h={160} w="auto" m={16} />}>
            <Contacts counterparty={row.name} writable={access.update} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="works">
          <Suspense fallback={<Skeleton h={160} w="auto" m={16} />}>
            <RecordWorks
              about={{ subject: row.name, display_name: row.display_name }}
              writable={row.state === 'ACTIVE'}
            />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <Timeline
              record={row.name}
              title={row.display_name}
              categories={['CLIENT', 'LEAD', 'DEAL', 'WORK', 'INTERACTION', 'PAYMENT']}
            />
          </Suspense>
        </Tabs.Panel>
        <SalesPanels row={row} />
        <Tabs.Panel value="relations">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <RelationsTab row={row} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="notes">
          <Notes counterparty={row.name} writable={access.update} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <Files parent={row.name} writable={access.update} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <Suspense fallback={<Skeleton h={160} m={16} />}>
            <History row={row} access={access} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function useNeighbours(name: string) {
  const navigate = useNavigate();
  const { previous, next } = neighbours(name);
  const go = (to: string | undefined) =>
    to
      ? () =>
          void navigate({
            to: '/counterparties/$id',
            params: { id: idOf(to) },
            search: (before: { tab?: string }) => before,
            replace: true,
          })
      : undefined;
  return { previous: go(previous), next: go(next) };
}

function useRecent({ name, display_name: title }: Counterparty) {
  const { user } = useProfile();
  useEffect(() => keepRecent(user.name, { name, title }), [user.name, name, title]);
}

const CardSkeleton = () => (
  <div className={s.skeleton} aria-busy="true">
    <Skeleton h={40} w={360} maw="70%" />
    <div className={s.columns}>
      <Skeleton h={420} radius={12} />
      <Skeleton h={300} radius={12} />
    </div>
  </div>
);
