import { Button } from '@mantine/core';
import { IconBook, IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '@/shared/api/types';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { toastDone } from '@/shared/ui/toast';
import { apiKeysQuery, useDeleteKey } from './api';
import s from './parts/Admin.module.css';
import { KeysTable } from './parts/KeysTable';
import { SecretModal } from './parts/SecretModal';

// What opens on top of the list comes when it is opened.
const KeyDrawer = lazy(() => import('./parts/KeyDrawer').then((module) => ({ default: module.KeyDrawer })));

/** How programs sign in. */
export function ApiKeysPage() {
  const can = useCan();
  if (!can('api_keys.write')) return <NoRight permission="api_keys.write" />;
  return <Keys />;
}

function Keys() {
  const { t } = useTranslation();
  const list = useQuery(apiKeysQuery);
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<ApiKey | null>(null);
  const [ending, setEnding] = useState<ApiKey | null>(null);
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('adminUi.keys.create')}
    </Button>
  );
  const docs = (
    <Button component="a" href="/docs" target="_blank" variant="default" leftSection={<IconBook size={16} />}>
      {t('adminUi.keys.docs')}
    </Button>
  );
  const empty = list.data.length === 0;
  return (
    <div className={s.page}>
      <PageHead title={t('adminUi.keys.title')}>
        {docs}
        {!empty && create}
      </PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={s.body}>
        {empty ? (
          <EmptyState icon={IconKey} title={t('adminUi.keys.empty')} hint={t('adminUi.keys.emptyHint')}>
            {create}
          </EmptyState>
        ) : (
          <KeysTable keys={list.data} onRevoke={setEnding} />
        )}
      </div>
      <Suspense>{creating && <KeyDrawer onClose={() => setCreating(false)} onCreated={setMade} />}</Suspense>
      {made && <SecretModal secret={made.secret} onClose={() => setMade(null)} />}
      {ending && <Revoke apiKey={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

function Revoke({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteKey();
  const name = apiKey.display_name;
  return (
    <ConfirmTyped
      opened
      title={t('adminUi.keys.revokeTitle', { name })}
      word={t('adminUi.keys.revokeWord')}
      confirm={t('adminUi.keys.revoke')}
      loading={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(apiKey.name, {
          onSuccess: () => toastDone(t('adminUi.keys.revoked', { name })),
          onSettled: onClose,
        })
      }
    >
      {t('adminUi.keys.revokeText')}
    </ConfirmTyped>
  );
}
