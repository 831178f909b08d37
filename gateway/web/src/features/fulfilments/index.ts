/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export const DealFulfilment = lazy(async () => {
  const [module] = await Promise.all([
    import('./DealFulfilment'),
    loadTexts('fulfilments', 'products', 'productsUi'),
  ]);
  return { default: module.DealFulfilment };
});
