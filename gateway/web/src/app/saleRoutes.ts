/** The screens of what is sold. */
import { createRoute } from '@tanstack/react-router';
import { readText } from '@/shared/lib/search';
import { page, parent } from './root';

const products = createRoute({
  ...parent,
  path: '/products',
  validateSearch: (search: Record<string, unknown>): { part?: string } => ({ part: readText(search.part) }),
  component: page(
    () => import('@/features/products/ProductsPage'),
    'ProductsPage',
    'productsUi',
    'products',
    'vatUi',
  ),
});
const agreements = createRoute({
  ...parent,
  path: '/agreements',
  component: page(
    () => import('@/features/agreements/AgreementsPage'),
    'AgreementsPage',
    'agreementsUi',
    'schedule',
    'productsUi',
    'agreements',
    'products',
  ),
});
const agreement = createRoute({
  ...parent,
  path: '/agreements/$id',
  component: page(
    () => import('@/features/agreements/AgreementPage'),
    'AgreementPage',
    'agreementsUi',
    'schedule',
    'productsUi',
    'agreements',
    'products',
  ),
});
const payments = createRoute({
  ...parent,
  path: '/payments',
  validateSearch: (search: Record<string, unknown>): { part?: string; statement?: string } => ({
    part: readText(search.part),
    statement: readText(search.statement),
  }),
  component: page(
    () => import('@/features/payments/PaymentsPage'),
    'PaymentsPage',
    'paymentsUi',
    'payments',
    'accounting',
  ),
});

export const saleRoutes = [products, payments, agreements, agreement];
