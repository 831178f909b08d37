import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { LoyaltyPrograms } from '@/features/loyalty';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { Products } from './Products';

// One is looked at, so one is fetched.
const PriceLists = lazy(() => import('./PriceLists').then((module) => ({ default: module.PriceLists })));
const VatRates = lazy(() => import('./VatRates').then((module) => ({ default: module.VatRates })));

const PARTS = { products: Products, prices: PriceLists, vat: VatRates, loyalty: Loyalty };
type Part = keyof typeof PARTS;
const IDS = Object.keys(PARTS) as Part[];

function Loyalty({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  return <LoyaltyPrograms title={t('products.title')} tabs={tabs} />;
}

/** What is sold, kinds of prices, rates of VAT, what regular buyers get: tables under one head. */
export function ProductsPage() {
  const { t } = useTranslation();
  useTitle(t('products.title'));
  const can = useCan();
  const { part: asked } = useSearch({ from: '/products' });
  const navigate = useNavigate();
  if (!can('products.read')) return <NoRight permission="products.read" />;
  const ids = IDS.filter((one) => one !== 'loyalty' || can('agreements.read'));
  const part = ids.find((one) => one === asked) ?? 'products';
  const Table = PARTS[part] as ComponentType<{ tabs: ReactNode }>;
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Table
        key={part}
        tabs={
          <SegmentedControl
            aria-label={t('products.parts')}
            value={part}
            onChange={(next) => void navigate({ to: '/products', search: { part: next }, replace: true })}
            data={ids.map((value) => ({ value, label: t(`products.part.${value}`) }))}
          />
        }
      />
    </Suspense>
  );
}
