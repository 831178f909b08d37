/** The screens of what is sold. */
import { createRoute } from '@tanstack/react-router';
import { readText } from '@/shared/lib/search';
import { page, parent } from './root';

const products = createRoute({
  ...parent,
  path: '/products',
  validateSearch: (search: Record<string, unknown>): { part?: string } => ({ part: readText(search.part) }),
  component: page(() => import('@/features/products/ProductsPage'), 'ProductsPage', 'productsUi', 'products'),
});
const payments = createRoute({
  ...parent,
  path: '/payments',
  validateSearch: (search: Record<string, unknown>): { part?: string } => ({ part: readText(search.part) }),
  component: page(() => import('@/features/payments/PaymentsPage'), 'PaymentsPage', 'paymentsUi', 'payments'),
});

export const saleRoutes = [products, payments];
