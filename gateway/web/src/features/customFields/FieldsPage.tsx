import { SegmentedControl } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { toastDone } from '@/shared/ui/toast';
import { type CustomField, customFieldsQuery, type Resource, useDeleteField, useReorder } from './api';
import { FieldsTable } from './parts/FieldsTable';
import { moved } from './parts/order';

const FieldDrawer = lazy(() =>
  import('./parts/FieldDrawer').then((module) => ({ default: module.FieldDrawer })),
);
const RESOURCES = ['COUNTERPARTY', 'CONTACT'] as const;

/** What the tenant wants to know of its clients beyond our own fields. */
export function FieldsPage() {
  const can = useCan();
  if (!can('custom_fields.write')) return <NoRight permission="custom_fields.write" />;
  return <Fields />;
}

function Fields() {
  const { t } = useTranslation();
  const list = useQuery(customFieldsQuery);
  const reorder = useReorder();
  const [resource, setResource] = useState<Resource>('COUNTERPARTY');
  const [opened, setOpened] = useState<CustomField | 'new' | null>(null);
  const [removing, setRemoving] = useState<CustomField | null>(null);
  const fields = list.data?.filter((field) => field.resource === resource) ?? [];
  const move = (from: string, to: string) => {
    const names = fields.filter((field) => !field.archived).map((field) => field.name);
    const next = moved(names, from, to);
    if (next) reorder.mutate({ resource, names: next });
  };
  return (
    <DictionaryPage
      title={t('nav.customFields')}
      query={list}
      only={(field) => field.resource === resource}
      archived={{ label: t('customFields.showArchived'), is: (field) => field.archived }}
      create={{ label: t('customFields.create'), onClick: () => setOpened('new') }}
      empty={{ icon: IconForms, title: t('customFields.empty'), hint: t('customFields.emptyHint') }}
      bar={
        <SegmentedControl
          aria-label={t('customFields.resource')}
          value={resource}
          onChange={(value) => setResource(value as Resource)}
          data={RESOURCES.map((value) => ({ value, label: t(`enums.CustomField.Resource.${value}`) }))}
        />
      }
      table={(shown) => (
        <FieldsTable fields={shown} onOpen={setOpened} onMove={move} onDelete={setRemoving} />
      )}
    >
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
    </DictionaryPage>
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
