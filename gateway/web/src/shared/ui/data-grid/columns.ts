/** Columns of a grid: which, in what order, how wide; as the person left them. */
import type { ReactNode } from 'react';
import type { ColumnLayout } from '../../session/session';

export interface Column<T> {
  id: string;
  title: string;
  width: number;
  min?: number;
  /** The API's order_by field; not sortable without. */
  sort?: string;
  align?: 'right';
  /** Stays at the left edge and cannot be hidden. */
  pinned?: boolean;
  /** Hidden until chosen. */
  optional?: boolean;
  cell: (row: T) => ReactNode;
  /** Buttons at the cell's end, there only while the mouse is on the row: drawn for one row, not for all. */
  tools?: (row: T) => ReactNode;
}

type Shape = Pick<Column<unknown>, 'id' | 'width' | 'min' | 'pinned' | 'optional'>;

export const defaultOrder = (columns: readonly Shape[]) =>
  columns.filter((column) => !column.optional).map((column) => column.id);

/** The visible columns in order, with widths; pinned ones first, unknown names ignored. */
export function arrange<C extends Shape>(columns: readonly C[], layout?: ColumnLayout): C[] {
  const order = layout?.order.length ? layout.order : defaultOrder(columns);
  const known = new Map(columns.map((column) => [column.id, column]));
  const chosen = order.filter((id) => known.has(id)).map((id) => known.get(id)!);
  const pinned = columns.filter((column) => column.pinned);
  return [...pinned, ...chosen.filter((column) => !column.pinned)].map((column) => ({
    ...column,
    width: Math.max(column.min ?? MIN_WIDTH, layout?.widths[column.id] ?? column.width),
  }));
}

export const MIN_WIDTH = 64;

/** Moves a column before another; the pinned one stays where it is. */
export function moveColumn(order: readonly string[], id: string, to: number): string[] {
  const rest = order.filter((other) => other !== id);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/** A saved view keeps columns as `id:width`. */
export const toViewColumns = (layout: ColumnLayout) =>
  layout.order.map((id) => (layout.widths[id] ? `${id}:${Math.round(layout.widths[id])}` : id));

export function fromViewColumns(texts: readonly string[]): ColumnLayout | undefined {
  if (texts.length === 0) return undefined;
  const layout: ColumnLayout = { order: [], widths: {} };
  for (const text of texts) {
    const [id = '', width] = text.split(':');
    layout.order.push(id);
    if (width && Number(width) > 0) layout.widths[id] = Number(width);
  }
  return layout;
}
