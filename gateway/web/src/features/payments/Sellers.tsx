import { IconBuildingBank } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { type Seller, sellersQuery } from './api';
import { SellerDrawer } from './SellerDrawer';

/** Our own firms: whose invoices are paid, and to which accounts. */
export function Sellers({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const can = useCan();
  const list = useQuery(sellersQuery);
  const [opened, setOpened] = useState<Seller | 'new' | null>(null);
  const writes = can('payments.write');
  return (
    <DictionaryPage
      title={t('payments.title')}
      query={list}
      bar={tabs}
      archived={{ label: t('payments.seller.showArchived'), is: (seller) => seller.archived }}
      create={writes ? { label: t('payments.seller.add'), onClick: () => setOpened('new') } : undefined}
      empty={{
        icon: IconBuildingBank,
        title: t('payments.seller.empty'),
        hint: t('payments.seller.emptyHint'),
      }}
      table={(sellers) => (
        <table className={d.table} aria-label={t('payments.part.sellers')}>
          <thead>
            <tr>
              <th>{t('payments.seller.name')}</th>
              <th>{t('payments.seller.inn')}</th>
              <th>{t('payments.seller.accounts')}</th>
            </tr>
          </thead>
          <tbody>
            {sellers.map((seller) => (
              <tr key={seller.name} className={d.row} data-off={seller.archived || undefined}>
                <td>
                  <button type="button" className={d.name} onClick={() => writes && setOpened(seller)}>
                    {seller.display_name}
                  </button>
                  {seller.default && <span className={d.sub}>{t('payments.seller.default')}</span>}
                </td>
                <td className="num">{seller.inn}</td>
                <td className="num">{seller.accounts.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    >
      {opened && (
        <SellerDrawer seller={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
      )}
    </DictionaryPage>
  );
}
