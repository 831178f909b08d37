import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconBox, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { QueryField } from '@/shared/ui/QueryField';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type PriceList, type Product, priceListsQuery, productsQuery, useSaveProduct } from './api';

const ProductDrawer = lazy(() =>
  import('./ProductDrawer').then((module) => ({ default: module.ProductDrawer })),
);

export function Products({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const list = useQuery(productsQuery(query, true));
  const { data: lists = [] } = useQuery(priceListsQuery);
  const [opened, setOpened] = useState<Product | 'new' | null>(null);
  const writes = useCan()('products.write');
  const shown = lists.filter((each) => !each.archived).slice(0, 3);
  return (
    <DictionaryPage
      title={t('products.title')}
      query={list}
      archived={{ label: t('products.showArchived'), is: (product) => product.archived }}
      create={writes ? { label: t('products.create'), onClick: () => setOpened('new') } : undefined}
      empty={{
        icon: IconBox,
        title: t(query ? 'ui.nothing' : 'products.empty'),
        hint: t(query ? 'products.tryOther' : 'products.emptyHint'),
      }}
      bar={
        <>
          {tabs}
          <QueryField
            label={t('products.search')}
            placeholder={t('products.search')}
            value={query}
            onChange={setQuery}
          />
        </>
      }
      table={(products) => (
        <table className={d.table} aria-label={t('products.title')} aria-busy={list.isPlaceholderData}>
          <thead>
            <tr>
              <th>{t('products.name')}</th>
              <th>{t('products.code')}</th>
              <th>{t('products.vat')}</th>
              {shown.map((each) => (
                <th key={each.name}>{each.display_name}</th>
              ))}
              {writes && <th aria-label={t('ui.edit')} />}
            </tr>
          </thead>
          <tbody>
            {products.map((product) => (
              <Row
                key={product.name}
                product={product}
                lists={shown}
                onEdit={writes ? () => setOpened(product) : undefined}
              />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>
        {opened && (
          <ProductDrawer
            product={opened === 'new' ? undefined : opened}
            lists={lists}
            onClose={() => setOpened(null)}
          />
        )}
      </Suspense>
    </DictionaryPage>
  );
}

/** What it costs today: the price that began last. */
function priceOf(product: Product, list: PriceList): string {
  const today = new Date().toISOString().slice(0, 10);
  const begun = product.prices.filter(
    (price) => price.price_list === list.name && (price.from_date ?? '') <= today,
  );
  const [last] = begun.sort((one, other) => ((one.from_date ?? '') < (other.from_date ?? '') ? 1 : -1));
  return last?.amount ? money(last.amount) : '—';
}

function Row({ product, lists, onEdit }: { product: Product; lists: PriceList[]; onEdit?: () => void }) {
  const { t } = useTranslation();
  const save = useSaveProduct();
  const turn = () =>
    save.mutate(
      { product, archived: !product.archived },
      {
        onSuccess: () =>
          toastDone(
            t(product.archived ? 'products.restored' : 'products.archived', { name: product.display_name }),
          ),
        onError: toastError,
      },
    );
  return (
    <tr className={d.row} data-off={product.archived || undefined}>
      <td>
        {onEdit ? (
          <button type="button" className={d.name} onClick={onEdit}>
            {product.display_name}
          </button>
        ) : (
          product.display_name
        )}
        {product.archived && <span className={d.sub}>{t('products.archivedTag')}</span>}
      </td>
      <td>{product.code || '—'}</td>
      <td>{product.vat && t(`enums.VatRate.Kind.${product.vat}`)}</td>
      {lists.map((list) => (
        <td key={list.name} className="num">
          {priceOf(product, list)}
        </td>
      ))}
      {onEdit && (
        <td className={d.menu}>
          <RowMenu label={t('products.actions', { name: product.display_name })}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={product.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              onClick={turn}
            >
              {t(product.archived ? 'products.restore' : 'products.toArchive')}
            </Menu.Item>
          </RowMenu>
        </td>
      )}
    </tr>
  );
}
