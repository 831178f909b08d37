import { Button, SegmentedControl, Switch } from '@mantine/core';
import { IconForms, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { toastDone } from '@/shared/ui/toast';
import { type CustomField, customFieldsQuery, type Resource, useDeleteField, useReorder } from './api';
import s from './Fields.module.css';
import { FieldsTable } from './parts/FieldsTable';
import { moved } from './parts/order';

const FieldDrawer = lazy(() =>
  import('./parts/FieldDrawer').then((module) => ({ default: module.FieldDrawer })),
);
const RESOURCES = ['COUNTERPARTY', 'CONTACT'] as const;

/** What the tenant wants to know of its clients beyond our own fields. */
export function FieldsPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('nav.customFields'));
  if (!can('custom_fields.write')) return <NoRight permission="custom_fields.write" />;
  return <Fields />;
}

function Fields() {
  const { t } = useTranslation();
  const list = useQuery(customFieldsQuery);
  const reorder = useReorder();
  const [resource, setResource] = useState<Resource>('COUNTERPARTY');
  const [archived, setArchived] = useState(false);
  const [opened, setOpened] = useState<CustomField | 'new' | null>(null);
  const [removing, setRemoving] = useState<CustomField | null>(null);
  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const fields = list.data.filter((field) => field.resource === resource);
  const shown = fields.filter((field) => archived || !field.archived);
  const move = (from: string, to: string) => {
    const names = fields.filter((field) => !field.archived).map((field) => field.name);
    const next = moved(names, from, to);
    if (next) reorder.mutate({ resource, names: next });
  };
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpened('new')}>
      {t('customFields.create')}
    </Button>
  );
  return (
    <div className={s.page}>
      <PageHead title={t('nav.customFields')}>{create}</PageHead>
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={s.body}>
        <div className={s.bar}>
          <SegmentedControl
            aria-label={t('customFields.resource')}
            value={resource}
            onChange={(value) => setResource(value as Resource)}
            data={RESOURCES.map((value) => ({ value, label: t(`enums.CustomField.Resource.${value}`) }))}
          />
          {fields.some((field) => field.archived) && (
            <Switch
              label={t('customFields.showArchived')}
              checked={archived}
              onChange={(event) => setArchived(event.currentTarget.checked)}
            />
          )}
        </div>
        {shown.length === 0 ? (
          <EmptyState icon={IconForms} title={t('customFields.empty')} hint={t('customFields.emptyHint')} />
        ) : (
          <FieldsTable fields={shown} onOpen={setOpened} onMove={move} onDelete={setRemoving} />
        )}
      </div>
      {opened && (
        <Suspense>
          <FieldDrawer
            key={opened === 'new' ? 'new' : opened.name}
            field={opened === 'new' ? null : opened}
            resource={resource}
            groups={[...new Set(fields.map((field) => field.group).filter(Boolean))]}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
      {removing && <DeleteField field={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

function DeleteField({ field, onClose }: { field: CustomField; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteField();
  const name = field.display_name;
  return (
    <ConfirmTyped
      opened
      title={t('customFields.deleteTitle', { name })}
      confirm={t('ui.delete')}
      loading={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(field, {
          onSuccess: () => toastDone(t('customFields.deleted', { name })),
          onSettled: onClose,
        })
      }
    >
      {t('customFields.deleteText')}
    </ConfirmTyped>
  );
}
