import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { PriceLists } from './PriceLists';
import { Products } from './Products';
import { VatRates } from './VatRates';

const PARTS = { products: Products, prices: PriceLists, vat: VatRates };
type Part = keyof typeof PARTS;
const IDS = Object.keys(PARTS) as Part[];

/** What is sold, kinds of prices, rates of VAT: three tables under one head. */
export function ProductsPage() {
  const { t } = useTranslation();
  useTitle(t('products.title'));
  const can = useCan();
  const { part: asked } = useSearch({ from: '/products' });
  const navigate = useNavigate();
  if (!can('products.read')) return <NoRight permission="products.read" />;
  const part = IDS.find((one) => one === asked) ?? 'products';
  const Table = PARTS[part] as (props: { tabs: ReactNode }) => ReactNode;
  return (
    <Table
      key={part}
      tabs={
        <SegmentedControl
          aria-label={t('products.parts')}
          value={part}
          onChange={(next) => void navigate({ to: '/products', search: { part: next }, replace: true })}
          data={IDS.map((value) => ({ value, label: t(`products.part.${value}`) }))}
        />
      }
    />
  );
}
