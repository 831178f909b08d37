import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';

// One is looked at, so one is fetched.
const PARTS = {
  desk: lazy(() => import('./Desk').then((module) => ({ default: module.Desk }))),
  statements: lazy(() => import('./Statements').then((module) => ({ default: module.Statements }))),
  all: lazy(() => import('./AllPayments').then((module) => ({ default: module.AllPayments }))),
  invoices: lazy(() => import('./Invoices').then((module) => ({ default: module.Invoices }))),
  sellers: lazy(() => import('./Sellers').then((module) => ({ default: module.Sellers }))),
};
type Part = keyof typeof PARTS;

/** Money that came in: what nobody could place, the files of banks, all payments, our own firms. */
export function PaymentsPage() {
  const { t } = useTranslation();
  useTitle(t('payments.title'));
  const can = useCan();
  const { part: asked } = useSearch({ from: '/payments' });
  const navigate = useNavigate();
  // Who sells sees what was billed; money that came in is for those who handle it.
  const parts = (Object.keys(PARTS) as Part[]).filter((one) =>
    can(one === 'invoices' ? 'invoices.read' : 'payments.read'),
  );
  const [first] = parts;
  if (!first) return <NoRight permission="payments.read" />;
  const part = parts.find((one) => one === asked) ?? first;
  const Shown = PARTS[part];
  const go = (next: string) => void navigate({ to: '/payments', search: { part: next }, replace: true });
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Shown
        key={part}
        tabs={
          parts.length > 1 && (
            <SegmentedControl
              aria-label={t('payments.parts')}
              value={part}
              onChange={go}
              data={parts.map((value) => ({ value, label: t(`payments.part.${value}`) }))}
            />
          )
        }
      />
    </Suspense>
  );
}
