/** All calls about the fulfilment of a deal; keys are [collection, of, deal]. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http, idOf, requestId, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';

export type Obligation = Schemas['Obligation'];
export type Note = Schemas['FulfilmentNote'];
export type SupplierOrder = Schemas['SupplierOrder'];
type ObligationInput = Partial<Schemas['ObligationInput']>;
type NoteInput = Partial<Schemas['FulfilmentNoteInput']>;
type OrderInput = Partial<Schemas['SupplierOrderInput']>;

/** More than a page of them is nobody's deal. */
const of = (deal: string) => ({ query: { deal, page_size: 200 } });

export const obligationsQuery = (deal: string) =>
  queryOptions({
    queryKey: ['obligations', 'of', deal],
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/obligations', { params: of(deal), signal }))).obligations,
  });

export const notesQuery = (deal: string) =>
  queryOptions({
    queryKey: ['fulfilmentNotes', 'of', deal],
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/fulfilmentNotes', { params: of(deal), signal }))).fulfilment_notes,
  });

export const ordersQuery = (deal: string) =>
  queryOptions({
    queryKey: ['supplierOrders', 'of', deal],
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/supplierOrders', { params: of(deal), signal }))).supplier_orders,
  });

/** What is promised and ordered says when the deal is due. */
function useChange<V, R>(collection: string, deal: string, mutationFn: (wish: V) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({
    meta: { handled: true },
    mutationFn,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [collection, 'of', deal] }),
        client.invalidateQueries({ queryKey: ['deals', 'item', deal] }),
      ]),
  });
}

export const useSaveObligation = (deal: string) =>
  useChange('obligations', deal, ({ known, ...body }: ObligationInput & { known?: Obligation }) =>
    known
      ? unwrap(
          http.PATCH('/v1/obligations/{obligation}', {
            params: { path: { obligation: idOf(known.name) } },
            body: { ...body, etag: known.etag },
          }),
        )
      : unwrap(
          http.POST('/v1/obligations', {
            params: { query: { request_id: requestId(body) } },
            body: { ...body, deal, text: body.text ?? '' },
          }),
        ),
  );

export const useDropObligation = (deal: string) =>
  useChange('obligations', deal, ({ name, etag }: Obligation) =>
    unwrap(
      http.DELETE('/v1/obligations/{obligation}', {
        params: { path: { obligation: idOf(name) }, query: { etag } },
      }),
    ),
  );

export const useSaveNote = (deal: string) =>
  useChange('fulfilmentNotes', deal, ({ known, kind, ...body }: NoteInput & { known?: Note }) =>
    known
      ? unwrap(
          http.PATCH('/v1/fulfilmentNotes/{fulfilment_note}', {
            params: { path: { fulfilment_note: idOf(known.name) } },
            body: { ...body, kind, etag: known.etag },
          }),
        )
      : unwrap(
          http.POST('/v1/fulfilmentNotes', {
            params: { query: { request_id: requestId({ ...body, kind }) } },
            body: { ...body, deal, kind: kind ?? 'MISHAP', text: body.text ?? '' },
          }),
        ),
  );

export const useDropNote = (deal: string) =>
  useChange('fulfilmentNotes', deal, ({ name, etag }: Note) =>
    unwrap(
      http.DELETE('/v1/fulfilmentNotes/{fulfilment_note}', {
        params: { path: { fulfilment_note: idOf(name) }, query: { etag } },
      }),
    ),
  );

export const useSaveOrder = (deal: string) =>
  useChange('supplierOrders', deal, ({ known, ...body }: OrderInput & { known?: SupplierOrder }) =>
    known
      ? unwrap(
          http.PATCH('/v1/supplierOrders/{supplier_order}', {
            params: { path: { supplier_order: idOf(known.name) } },
            body: { ...body, etag: known.etag },
          }),
        )
      : unwrap(
          http.POST('/v1/supplierOrders', {
            params: { query: { request_id: requestId(body) } },
            body: { ...body, deal, supplier: body.supplier ?? '' },
          }),
        ),
  );

export const useDropOrder = (deal: string) =>
  useChange('supplierOrders', deal, ({ name, etag }: SupplierOrder) =>
    unwrap(
      http.DELETE('/v1/supplierOrders/{supplier_order}', {
        params: { path: { supplier_order: idOf(name) }, query: { etag } },
      }),
    ),
  );

/** A day that was cleared is sent as such, or it would stay. */
export const dayOf = (value: string) => (value || null) as string | undefined;

/** 2026-11-22 where the reader is. */
export const today = () => new Date().toLocaleDateString('sv');

export const isOverdue = (day: string | null | undefined) => Boolean(day) && String(day) < today();
