import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { AllPayments } from './AllPayments';
import { Desk } from './Desk';
import { Sellers } from './Sellers';
import { Statements } from './Statements';

const PARTS = { desk: Desk, statements: Statements, all: AllPayments, sellers: Sellers };
type Part = keyof typeof PARTS;

/** Money that came in: what nobody could place, the files of banks, all payments, our own firms. */
export function PaymentsPage() {
  const { t } = useTranslation();
  useTitle(t('payments.title'));
  const can = useCan();
  const { part: asked } = useSearch({ from: '/payments' });
  const navigate = useNavigate();
  if (!can('payments.read')) return <NoRight permission="payments.read" />;
  const part = (Object.keys(PARTS) as Part[]).find((one) => one === asked) ?? 'desk';
  const Shown = PARTS[part];
  const go = (next: string) => void navigate({ to: '/payments', search: { part: next }, replace: true });
  return (
    <Shown
      key={part}
      tabs={
        <SegmentedControl
          aria-label={t('payments.parts')}
          value={part}
          onChange={go}
          data={(Object.keys(PARTS) as Part[]).map((value) => ({
            value,
            label: t(`payments.part.${value}`),
          }))}
        />
      }
    />
  );
}
