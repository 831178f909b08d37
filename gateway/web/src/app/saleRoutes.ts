/** The screens of sales: leads, deals, what is sold, by which terms, and what is paid. */
import { createRoute } from '@tanstack/react-router';
import { readAgreementSearch } from '@/features/agreements/search';
import { readDealSearch } from '@/features/deals/search';
import { readLeadSearch } from '@/features/leads/search';
import { readText } from '@/shared/lib/search';
import { page, parent } from './root';

const products = createRoute({
  ...parent,
  path: '/products',
  validateSearch: (search: Record<string, unknown>): { part?: string } => ({ part: readText(search.part) }),
  component: page(() => import('@/features/products/ProductsPage'), 'ProductsPage', 'productsUi', 'products'),
});
const agreements = createRoute({
  ...parent,
  path: '/agreements',
  validateSearch: readAgreementSearch,
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
const deals = createRoute({
  ...parent,
  path: '/deals',
  validateSearch: readDealSearch,
  component: page(
    () => import('@/features/deals/board/BoardPage'),
    'BoardPage',
    'dealsUi',
    'deals',
    'agreements',
  ),
});
const dealTable = createRoute({
  ...parent,
  path: '/deals/table',
  validateSearch: readDealSearch,
  component: page(() => import('@/features/deals/table/TablePage'), 'TablePage', 'dealsUi', 'deals'),
});
const dealReport = createRoute({
  ...parent,
  path: '/deals/report',
  validateSearch: readDealSearch,
  component: page(() => import('@/features/deals/report/ReportPage'), 'ReportPage', 'dealsUi', 'deals'),
});
const deal = createRoute({
  ...parent,
  path: '/deals/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } => ({ tab: readText(search.tab) }),
  component: page(
    () => import('@/features/deals/DealPage'),
    'DealPage',
    'dealsUi',
    'deals',
    'agreements',
    'products',
    'qualification',
    'history',
    'card',
    'cp',
  ),
});
const leads = createRoute({
  ...parent,
  path: '/leads',
  validateSearch: readLeadSearch,
  component: page(
    () => import('@/features/leads/LeadsPage'),
    'LeadsPage',
    'leadsUi',
    'leads',
    'qualification',
  ),
});
const lead = createRoute({
  ...parent,
  path: '/leads/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } => ({ tab: readText(search.tab) }),
  component: page(
    () => import('@/features/leads/LeadPage'),
    'LeadPage',
    'leadsUi',
    'leads',
    'qualification',
    'duplicates',
    'deals',
    'history',
    'card',
    'cp',
  ),
});

export const saleRoutes = [
  leads,
  lead,
  deals,
  dealTable,
  dealReport,
  deal,
  products,
  payments,
  agreements,
  agreement,
];
