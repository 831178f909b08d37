/** The list's state in the address. */
import { readText, readTexts } from '@/shared/lib/search';

export interface LeadSearch {
  query?: string;
  owner?: string[];
  org_unit?: string;
  status?: string[];
  state?: string[];
  source?: string[];
  campaign?: string[];
  order_by?: string;
}

export function readLeadSearch(search: Record<string, unknown>): LeadSearch {
  return {
    query: readText(search.query),
    owner: readTexts(search.owner),
    org_unit: readText(search.org_unit),
    status: readTexts(search.status),
    state: readTexts(search.state),
    source: readTexts(search.source),
    campaign: readTexts(search.campaign),
    order_by: readText(search.order_by),
  };
}
