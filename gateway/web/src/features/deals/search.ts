/** The board's and the table's state in the address. */
import { readText, readTexts } from '@/shared/lib/search';

export interface DealSearch {
  funnel?: string;
  query?: string;
  owner?: string[];
  org_unit?: string;
  stuck?: 'true';
  /** With something promised or ordered that is late. */
  overdue?: 'true';
  order_by?: string;
  /** What a number of a report stands for: the table alone shows it. */
  state?: string;
  stage?: string;
  loss_reason?: string;
  product?: string;
  segment?: string;
  closed_from?: string;
  closed_to?: string;
  /** How the report looks at losses, and since when. */
  losses?: string;
  period?: string;
}

/** What only the table knows. */
const DRILLED = ['state', 'stage', 'loss_reason', 'product', 'segment', 'closed_from', 'closed_to'] as const;
const TEXTS = ['funnel', 'query', 'org_unit', 'order_by', 'losses', 'period', ...DRILLED] as const;

const isTrue = (value: unknown) => (value === 'true' || value === true ? 'true' : undefined);

export function readDealSearch(search: Record<string, unknown>): DealSearch {
  const found: DealSearch = {
    owner: readTexts(search.owner),
    stuck: isTrue(search.stuck),
    overdue: isTrue(search.overdue),
  };
  for (const key of TEXTS) found[key] = readText(search[key]);
  return found;
}

/** For a board or a report. */
export function notDrilled(search: DealSearch): DealSearch {
  const kept = { ...search };
  for (const key of DRILLED) delete kept[key];
  return kept;
}

const one = (value?: string) => (value ? [value] : undefined);

/** As the API takes it. */
export const filterOf = (search: DealSearch) => ({
  query: search.query,
  owner: search.owner,
  org_unit: search.org_unit,
  stuck: search.stuck ? true : undefined,
  overdue: search.overdue ? true : undefined,
  funnel: search.funnel ? [`funnels/${search.funnel}`] : undefined,
  state: one(search.state) as State[] | undefined,
  stage: one(search.stage),
  loss_reason: one(search.loss_reason),
  product: one(search.product),
  segment: one(search.segment),
  min_close_date: search.closed_from,
  max_close_date: search.closed_to,
});

type State = 'OPEN' | 'WON' | 'LOST' | 'DELETED';
