/** The board's and the table's state in the address. */
import { readText, readTexts } from '@/shared/lib/search';

export interface DealSearch {
  funnel?: string;
  query?: string;
  owner?: string[];
  org_unit?: string;
  stuck?: 'true';
  order_by?: string;
}

export function readDealSearch(search: Record<string, unknown>): DealSearch {
  return {
    funnel: readText(search.funnel),
    query: readText(search.query),
    owner: readTexts(search.owner),
    org_unit: readText(search.org_unit),
    order_by: readText(search.order_by),
    stuck: search.stuck === 'true' || search.stuck === true ? 'true' : undefined,
  };
}
