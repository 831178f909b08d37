import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { AllPayments } from './AllPayments';
import { Desk } from './Desk';
import { Invoices } from './Invoices';
import { Sellers } from './Sellers';
import { Statements } from './Statements';

const PARTS = { desk: Desk, statements: Statements, all: AllPayments, invoices: Invoices, sellers: Sellers };
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
    <Shown
      key={part}
      tabs={
        parts.length > 1 && (
          <SegmentedControl
            aria-label={t('payments.parts')}
            value={part}
            onChange={go}
            data={parts.map((value) => ({
              value,
              label: t(`payments.part.${value}`),
            }))}
          />
        )
      }
    />
  );
}
