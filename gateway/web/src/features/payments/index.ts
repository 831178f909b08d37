/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export const DealInvoices = lazy(async () => {
  const [module] = await Promise.all([
    import('./DealInvoices'),
    loadTexts('payments', 'paymentsUi', 'accounting'),
  ]);
  return { default: module.DealInvoices };
});
