/** What other features may use of this one. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export { priceListsQuery, productsQuery } from './api';
export { partsOf, readSchedule, scheduleText, stagesOf } from './schedule';
export { useProductTitles } from './useProductTitles';

/** What a deal sells; on a page of another feature it brings its own texts. */
export const DealLines = lazy(async () => {
  const [module] = await Promise.all([
    import('./DealLines'),
    loadTexts('productsUi', 'products', 'agreements', 'schedule'),
  ]);
  return { default: module.DealLines };
});
