/** All calls about invoices, statements and payments; keys are [collection, kind, ...]. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Money, Schemas } from '@/shared/api/types';
import { type Upload, upload } from '@/shared/api/upload';

export type Payment = Schemas['Payment'];
export type Allocation = Schemas['Allocation'];
export type Statement = Schemas['Statement'];
export type Invoice = Schemas['Invoice'];
export type Seller = Schemas['Seller'];
type State = Exclude<Payment['state'], ''>;

export interface PaymentFilter {
  state?: State[];
  statement?: string;
}

export const paymentsQuery = (filter: PaymentFilter) =>
  infiniteQueryOptions({
    queryKey: ['payments', 'list', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/payments', {
          params: { query: { ...filter, page_size: 50, page_token: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
    placeholderData: keepPreviousData,
  });

export const statementsQuery = infiniteQueryOptions({
  queryKey: ['statements', 'list'],
  initialPageParam: '',
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      http.GET('/v1/statements', { params: { query: { page_size: 50, page_token: pageParam } }, signal }),
    ),
  getNextPageParam: (last) => last.next_page_token || undefined,
  // Live events come first; asking again covers a lost connection.
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.statements.some((one) => one.state === 'MATCHING'))
      ? 2_000
      : false,
});

export const sellersQuery = queryOptions({
  queryKey: ['sellers', 'list'],
  queryFn: async ({ signal }) =>
    (await unwrap(http.GET('/v1/sellers', { params: { query: { page_size: 200 } }, signal }))).sellers,
});

export const dealInvoicesQuery = (deal: string) =>
  queryOptions({
    queryKey: ['invoices', 'of', deal],
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/invoices', { params: { query: { deal, page_size: 200 } }, signal })))
        .invoices,
  });

export type InvoiceState = Exclude<Invoice['state'], ''>;

export const invoicesQuery = (filter: { state?: InvoiceState[]; query?: string }) =>
  infiniteQueryOptions({
    queryKey: ['invoices', 'list', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        http.GET('/v1/invoices', {
          params: { query: { ...filter, page_size: 50, page_token: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_page_token || undefined,
    placeholderData: keepPreviousData,
  });

/** Those that can still be paid, by number, INN or a word of the buyer's name. */
export const openInvoicesQuery = (query: string) =>
  queryOptions({
    queryKey: ['invoices', 'find', query],
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          http.GET('/v1/invoices', {
            params: { query: { query, state: ['OPEN', 'PARTLY_PAID'], page_size: 20 } },
            signal,
          }),
        )
      ).invoices,
    placeholderData: keepPreviousData,
  });

export const sendStatement = (file: File, onProgress: (share: number) => void): Upload<Statement> =>
  upload<Statement>('/v1/statements', { file_name: file.name, request_id: requestId() }, file, onProgress);

export const refreshPayments = (client: QueryClient) =>
  Promise.all(
    ['payments', 'invoices', 'statements'].map((key) => client.invalidateQueries({ queryKey: [key] })),
  );

function usePaymentAction<V extends { payment: Payment }>(act: (wish: V) => Promise<Payment>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => refreshPayments(client) });
}

const path = (payment: Payment) => ({ path: { payment: idOf(payment.name) } });

export const useAllocate = () =>
  usePaymentAction(({ payment, allocations }: { payment: Payment; allocations: Allocation[] }) =>
    unwrap(
      http.POST('/v1/payments/{payment}:allocate', {
        params: path(payment),
        body: {
          etag: payment.etag,
          allocations: allocations.map(({ invoice, amount }) => ({ invoice, amount: amount ?? undefined })),
        },
      }),
    ),
  );

/** Without an etag: it takes back what its own decision has changed since. */
export const useRelease = () =>
  usePaymentAction(({ payment }: { payment: Payment }) =>
    unwrap(http.POST('/v1/payments/{payment}:release', { params: path(payment), body: {} })),
  );

export const useDismiss = () =>
  usePaymentAction(({ payment }: { payment: Payment }) =>
    unwrap(
      http.POST('/v1/payments/{payment}:dismiss', { params: path(payment), body: { etag: payment.etag } }),
    ),
  );

interface SellerChange {
  /** Absent for a new one. */
  seller?: Seller;
  display_name?: string;
  inn?: string;
  kpp?: string;
  accounts?: string[];
  default?: boolean;
}

export function useSaveSeller() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ seller, ...body }: SellerChange) =>
      seller
        ? unwrap(
            http.PATCH('/v1/sellers/{seller}', {
              params: { path: { seller: idOf(seller.name) } },
              body: { ...body, etag: seller.etag },
            }),
          )
        : unwrap(
            http.POST('/v1/sellers', {
              params: { query: { request_id: requestId(body) } },
              body: { ...body, display_name: body.display_name ?? '', inn: body.inn ?? '' },
            }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: ['sellers'] }),
  });
}

interface NewInvoice {
  deal?: string;
  counterparty?: string;
  number?: string;
  total?: Money;
  due_date?: string;
  seller?: string;
  buyer_inn?: string;
}

export function useCreateInvoice() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: (body: NewInvoice) =>
      unwrap(http.POST('/v1/invoices', { params: { query: { request_id: requestId(body) } }, body })),
    onSettled: (_made, _error, { deal }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['invoices'] }),
        // It says what is billed of it.
        client.invalidateQueries({ queryKey: ['deals', 'item', deal] }),
      ]),
  });
}

export function useCancelInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (invoice: Invoice) =>
      unwrap(
        http.POST('/v1/invoices/{invoice}:cancel', {
          params: { path: { invoice: idOf(invoice.name) } },
          body: { etag: invoice.etag },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['invoices'] }),
  });
}
