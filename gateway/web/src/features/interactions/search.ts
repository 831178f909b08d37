/** The list's state in the address, and what it asks of the API. */
import type { Schemas } from '@/shared/api/types';
import { readText, readTexts } from '@/shared/lib/search';

export const STATES = ['NEW', 'POSTPONED', 'PROCESSED'] as const;

export interface InteractionSearch {
  /** Those to be looked after, unless all are wanted. */
  tab?: 'all';
  query?: string;
  owner?: string[];
  org_unit?: string;
  kind?: string[];
  state?: string[];
  unlinked?: 'true';
  link?: string;
  chain?: string;
  /** The one that is open. */
  open?: string;
}

export function readInteractionSearch(search: Record<string, unknown>): InteractionSearch {
  return {
    tab: search.tab === 'all' ? 'all' : undefined,
    query: readText(search.query),
    owner: readTexts(search.owner),
    org_unit: readText(search.org_unit),
    kind: readTexts(search.kind),
    state: readTexts(search.state),
    unlinked: search.unlinked === 'true' || search.unlinked === true ? 'true' : undefined,
    link: readText(search.link),
    chain: readText(search.chain),
    open: readText(search.open),
  };
}

/** As the API takes it. */
export const filterOf = ({ tab, open: _open, state, unlinked, ...same }: InteractionSearch) => ({
  ...same,
  state: tab === 'all' ? (state as Schemas['InteractionState'][] | undefined) : undefined,
  unprocessed: tab === 'all' ? undefined : true,
  unlinked: unlinked ? true : undefined,
});
