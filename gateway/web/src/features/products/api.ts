/** All calls about products, their prices and VAT; keys are [collection, kind, ...]. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Product = Schemas['Product'];
export type ProductInput = Schemas['ProductInput'];
export type Price = Schemas['Price'];
export type PriceList = Schemas['PriceList'];
export type PriceListInput = Schemas['PriceListInput'];
export type VatRate = Schemas['VatRate'];
export type VatRateInput = Schemas['VatRateInput'];
export type VatKind = Exclude<Product['vat'], ''>;
export type Deal = Schemas['Deal'];
export type DealLine = Schemas['DealLine'];
export type DealLineInput = Schemas['DealLineInput'];
export type Priced = Schemas['PriceLinesResponse'];
export type PriceLines = Schemas['PriceLinesRequest'];
export type PaymentStage = Schemas['PaymentStage'];
export type Terms = Schemas['Terms'];
export type Violation = Schemas['AgreementViolation'];

export const VAT_KINDS = ['GENERAL', 'REDUCED', 'ZERO', 'NONE', 'SIMPLIFIED_5', 'SIMPLIFIED_7'] as const;

/** At most a page: whoever has more of them types a word. */
export const productsQuery = (query: string, show_archived = false) =>
  queryOptions({
    queryKey: ['products', 'list', { query, show_archived }],
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const asked = { query: query || undefined, show_archived, page_size: 200 };
      return (await unwrap(http.GET('/v1/products', { params: { query: asked }, signal }))).products;
    },
  });

export const productQuery = (name: string) =>
  queryOptions({
    queryKey: ['products', 'item', name],
    staleTime: 60_000,
    queryFn: ({ signal }): Promise<Product> =>
      unwrap(http.GET('/v1/products/{product}', { params: { path: { product: idOf(name) } }, signal })),
  });

export const priceListsQuery = queryOptions({
  queryKey: ['priceLists', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/priceLists', { params: { query }, signal }))).price_lists;
  },
});

export const vatRatesQuery = queryOptions({
  queryKey: ['vatRates', 'list'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const query = { page_size: 200 };
    return (await unwrap(http.GET('/v1/vatRates', { params: { query }, signal }))).vat_rates;
  },
});

/** Those that a deal with this client may go by. */
export const fittingQuery = (counterparty: string) =>
  queryOptions({
    queryKey: ['agreements', 'list', { fitting: counterparty }],
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const query = { counterparty: counterparty || undefined, state: ['APPROVED' as const], page_size: 200 };
      return (await unwrap(http.GET('/v1/agreements', { params: { query }, signal }))).agreements;
    },
  });

/** How an agreement is called. */
export const agreementNameQuery = (name: string) =>
  queryOptions({
    queryKey: ['agreements', 'item', name],
    queryFn: ({ signal }) =>
      unwrap(http.GET('/v1/agreements/{agreement}', { params: { path: { agreement: idOf(name) } }, signal })),
    select: ({ display_name }) => display_name,
  });

/** What lines come to, as they are typed. */
export const pricedQuery = (asked: PriceLines) =>
  queryOptions({
    queryKey: ['products', 'priced', asked],
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
    queryFn: ({ signal }): Promise<Priced> =>
      unwrap(http.POST('/v1/deals:priceLines', { body: asked, signal })),
  });

export function useSaveProduct() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ product, ...body }: Partial<ProductInput> & { product?: Product }) =>
      product
        ? unwrap(
            http.PATCH('/v1/products/{product}', {
              params: { path: { product: idOf(product.name) } },
              body: { ...body, etag: product.etag },
            }),
          )
        : unwrap(
            http.POST('/v1/products', {
              params: { query: { request_id: requestId(body) } },
              body: { ...body, display_name: body.display_name ?? '' },
            }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: ['products'] }),
  });
}

export function useSavePriceList() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ list, ...body }: Partial<PriceListInput> & { list?: PriceList }) =>
      list
        ? unwrap(
            http.PATCH('/v1/priceLists/{price_list}', {
              params: { path: { price_list: idOf(list.name) } },
              body: { ...body, etag: list.etag },
            }),
          )
        : unwrap(
            http.POST('/v1/priceLists', {
              params: { query: { request_id: requestId(body) } },
              body: { ...body, display_name: body.display_name ?? '' },
            }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: ['priceLists'] }),
  });
}

export function useSaveVatRate() {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ rate, ...body }: VatRateInput & { rate?: VatRate }) =>
      rate
        ? unwrap(
            http.PATCH('/v1/vatRates/{vat_rate}', {
              params: { path: { vat_rate: idOf(rate.name) } },
              body: { ...body, etag: rate.etag },
            }),
          )
        : unwrap(http.POST('/v1/vatRates', { params: { query: { request_id: requestId(body) } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['vatRates'] }),
  });
}

interface Sale {
  lines: DealLineInput[];
  price_list: string;
  agreement: string;
  delivery_days: number;
  payment_schedule: PaymentStage[];
  /** Why it may break its agreement; nothing: it may not. */
  override?: string;
}

export function useSaveLines(deal: Deal) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn: ({ override, ...body }: Sale) =>
      unwrap(
        http.PATCH('/v1/deals/{deal}', {
          params: {
            path: { deal: idOf(deal.name) },
            query: override ? { override_agreement: true, override_comment: override } : {},
          },
          body: { ...body, etag: deal.etag },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(['deals', 'item', saved.name], saved);
      void client.invalidateQueries({ queryKey: ['deals'] });
      void client.invalidateQueries({ queryKey: ['boards'] });
      void client.invalidateQueries({ queryKey: ['audit', saved.name] });
    },
  });
}
