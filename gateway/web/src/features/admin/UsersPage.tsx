import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/shared/api/types';
import { orgUnitsQuery } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { toastDone } from '@/shared/ui/toast';
import { type UserFilter, type UserState, usersQuery, useSetUserEnabled } from './api';
import { type OrgUnit, pathLabel } from './orgTree';
import s from './parts/Admin.module.css';
import type { UserAction } from './parts/UserDialogs';
import { UsersTable } from './parts/UsersTable';

// What opens on top of the list comes when it is opened.
const InvitationModal = lazy(() =>
  import('./parts/InvitationModal').then((module) => ({ default: module.InvitationModal })),
);
const UserDialogs = lazy(() =>
  import('./parts/UserDialogs').then((module) => ({ default: module.UserDialogs })),
);
const UserDrawer = lazy(() =>
  import('./parts/UserDrawer').then((module) => ({ default: module.UserDrawer })),
);

const STATES: readonly ('' | UserState)[] = ['', 'ACTIVE', 'INVITED', 'DISABLED'];

/** The people of the organisation: who they are, where they work, what they may do. */
export function UsersPage() {
  const can = useCan();
  if (!can('users.read')) return <NoRight permission="users.read" />;
  return <Users />;
}

function Users() {
  const { t } = useTranslation();
  const can = useCan();
  const [filter, setFilter] = useState<UserFilter>({});
  const [opened, setOpened] = useState<User | 'new' | null>(null);
  const [action, setAction] = useState<UserAction | null>(null);
  const [invited, setInvited] = useState<User | null>(null);
  const units = useQuery(orgUnitsQuery).data ?? [];
  const list = useInfiniteQuery(usersQuery(filter));
  const users = list.data?.pages.flatMap((page) => page.users) ?? [];
  const writes = can('users.write');
  const enable = useEnable();
  // Harmless and easily taken back: done at once.
  const act = (chosen: UserAction) => (chosen.kind === 'enable' ? enable(chosen.user) : setAction(chosen));
  return (
    <div className={s.page}>
      <PageHead title={t('adminUi.users.title')}>
        {writes && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened('new')}>
            {t('adminUi.users.create')}
          </Button>
        )}
      </PageHead>
      {list.isError && list.data && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={s.body}>
        <Filters units={units} onChange={setFilter} />
        {list.isPending || (list.isPlaceholderData && users.length === 0) ? (
          <PageSkeleton />
        ) : !list.data ? (
          <ErrorState error={list.error} retry={() => void list.refetch()} />
        ) : users.length === 0 ? (
          <EmptyState
            icon={IconUsers}
            tone="gray"
            title={t('adminUi.users.none')}
            hint={t('adminUi.users.noneHint')}
          />
        ) : (
          <UsersTable
            users={users}
            units={units}
            stale={list.isPlaceholderData}
            writes={writes}
            onOpen={setOpened}
            onAction={act}
          />
        )}
        {list.hasNextPage && !list.isPlaceholderData && (
          <More loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
        )}
      </div>
      <Suspense>
        {opened && (
          <UserDrawer
            key={opened === 'new' ? 'new' : opened.name}
            user={opened === 'new' ? null : opened}
            readOnly={!writes}
            onClose={() => setOpened(null)}
            onInvited={setInvited}
          />
        )}
        {action && <UserDialogs action={action} onClose={() => setAction(null)} />}
        {invited && <InvitationModal user={invited} fresh onClose={() => setInvited(null)} />}
      </Suspense>
    </div>
  );
}

function useEnable() {
  const { t } = useTranslation();
  const { mutate } = useSetUserEnabled();
  return (user: User) =>
    mutate(
      { user, on: true },
      { onSuccess: () => toastDone(t('adminUi.users.enabled', { name: user.display_name })) },
    );
}

function More({ loading, onMore }: { loading: boolean; onMore: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={s.more}>
      <Button variant="default" loading={loading} onClick={onMore}>
        {t('adminUi.more')}
      </Button>
    </div>
  );
}

interface FiltersProps {
  units: OrgUnit[];
  onChange: (filter: UserFilter) => void;
}

function Filters({ units, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 250);
  const [unit, setUnit] = useState('');
  const [state, setState] = useState<'' | UserState>('');
  useEffect(
    () =>
      onChange({
        query: query || undefined,
        org_unit: unit || undefined,
        state: state ? [state] : undefined,
      }),
    [query, unit, state, onChange],
  );
  return (
    <search className={s.filters}>
      <TextInput
        className={s.search}
        leftSection={<IconSearch size={16} />}
        placeholder={t('adminUi.users.search')}
        aria-label={t('adminUi.users.search')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Select
        className={s.unit}
        aria-label={t('adminUi.users.unit')}
        placeholder={t('adminUi.users.allUnits')}
        searchable
        clearable
        data={units.map((one) => ({ value: one.name, label: pathLabel(units, one.name) }))}
        value={unit || null}
        onChange={(value) => setUnit(value ?? '')}
        clearButtonProps={{ 'aria-label': t('ui.clear') }}
        comboboxProps={{ width: 360, position: 'bottom-start', shadow: 'md' }}
      />
      <SegmentedControl
        aria-label={t('adminUi.users.stateFilter')}
        value={state}
        onChange={(value) => setState(value as '' | UserState)}
        data={STATES.map((value) => ({ value, label: t(`adminUi.users.states.${value}`) }))}
      />
    </search>
  );
}
