/** The forms of what is sold, each with its texts, as it is opened: their features' own pages have them too. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export const NewDeal = lazy(async () => {
  const [module] = await Promise.all([
    import('@/features/deals/NewDeal'),
    loadTexts('dealsUi', 'deals', 'qualification'),
  ]);
  return { default: module.default };
});

export const NewLead = lazy(async () => {
  const [module] = await Promise.all([
    import('@/features/leads/LeadForm'),
    loadTexts('leadsUi', 'leads', 'qualification', 'duplicates'),
  ]);
  return { default: module.NewLead };
});

export const NewAgreement = lazy(async () => {
  const [module] = await Promise.all([
    import('@/features/agreements/AgreementDrawer'),
    loadTexts('agreementsUi', 'schedule', 'productsUi', 'agreements', 'products'),
  ]);
  return { default: module.AgreementDrawer };
});

export const NewInvoice = lazy(async () => {
  const [module] = await Promise.all([
    import('@/features/payments/InvoiceForm'),
    loadTexts('payments', 'paymentsUi', 'accounting'),
  ]);
  return { default: module.InvoiceForm };
});
