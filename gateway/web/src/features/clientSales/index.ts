/** What other features may use of this one; it brings its own texts when it is shown. */
import { lazy } from 'react';
import { loadTexts } from '@/shared/i18n';

export { SALES, type Sale, saleCountQuery } from './counts';

const TEXTS = ['clientSales', 'deals', 'leads', 'agreements', 'payments'];

export const ClientSales = lazy(async () => {
  const [module] = await Promise.all([import('./ClientSales'), loadTexts(...TEXTS)]);
  return { default: module.ClientSales };
});
