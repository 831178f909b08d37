import { Menu, NumberInput, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconArchive, IconArchiveOff, IconPencil, IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { toastError } from '@/shared/ui/toast';
import { type PriceList, priceListsQuery, useSavePriceList } from './api';

export function PriceLists({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const list = useQuery(priceListsQuery);
  const writes = useCan()('products.write');
  const [opened, setOpened] = useState<PriceList | 'new' | null>(null);
  return (
    <DictionaryPage
      title={t('products.title')}
      query={list}
      bar={tabs}
      archived={{ label: t('products.showArchived'), is: (each) => each.archived }}
      create={writes ? { label: t('products.createList'), onClick: () => setOpened('new') } : undefined}
      empty={{ icon: IconTag, title: t('products.noLists'), hint: t('products.noListsHint') }}
      table={(lists) => (
        <table className={d.table} aria-label={t('products.part.prices')}>
          <thead>
            <tr>
              <th>{t('products.name')}</th>
              <th>{t('products.currency')}</th>
              <th>{t('products.vat')}</th>
              {writes && <th aria-label={t('ui.edit')} />}
            </tr>
          </thead>
          <tbody>
            {lists.map((each) => (
              <Row key={each.name} list={each} onEdit={writes ? () => setOpened(each) : undefined} />
            ))}
          </tbody>
        </table>
      )}
    >
      {opened && <ListDrawer list={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />}
    </DictionaryPage>
  );
}

function Row({ list, onEdit }: { list: PriceList; onEdit?: () => void }) {
  const { t } = useTranslation();
  const save = useSavePriceList();
  const turn = () => save.mutate({ list, archived: !list.archived }, { onError: toastError });
  return (
    <tr className={d.row} data-off={list.archived || undefined}>
      <td>
        {onEdit ? (
          <button type="button" className={d.name} onClick={onEdit}>
            {list.display_name}
          </button>
        ) : (
          list.display_name
        )}
        {list.archived && <span className={d.sub}>{t('products.archivedTag')}</span>}
      </td>
      <td>{list.currency}</td>
      <td>{t(list.vat_included ? 'products.vatIncluded' : 'products.vatOnTop')}</td>
      {onEdit && (
        <td className={d.menu}>
          <RowMenu label={t('products.actions', { name: list.display_name })}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={list.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              onClick={turn}
            >
              {t(list.archived ? 'products.restore' : 'products.toArchive')}
            </Menu.Item>
          </RowMenu>
        </td>
      )}
    </tr>
  );
}

function ListDrawer({ list, onClose }: { list?: PriceList; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSavePriceList();
  const form = useForm({
    initialValues: {
      display_name: list?.display_name ?? '',
      currency: list?.currency ?? 'RUB',
      vat_included: list?.vat_included ?? true,
      position: list?.position ?? 0,
    },
    validate: { display_name: (value) => (value.trim() ? null : t('products.required')) },
  });
  return (
    <SaveDrawer
      title={list?.display_name ?? t('products.newList')}
      form={form}
      save={save}
      body={({ currency, ...body }) => ({ list, ...body, ...(list ? {} : { currency }) })}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('products.name')}
        maxLength={60}
        {...form.getInputProps('display_name')}
      />
      <TextInput
        label={t('products.currency')}
        maxLength={3}
        disabled={Boolean(list)}
        {...form.getInputProps('currency')}
      />
      <Switch
        label={t('products.vatIncluded')}
        {...form.getInputProps('vat_included', { type: 'checkbox' })}
      />
      <NumberInput label={t('products.position')} min={0} max={10000} {...form.getInputProps('position')} />
    </SaveDrawer>
  );
}
