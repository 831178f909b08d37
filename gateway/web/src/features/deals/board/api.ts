/** Calls about boards; keys are [collection, kind, ...]. */
import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import { type Board, withMore } from '../model';
import type { DealSearch } from '../search';

const CARDS = 20;

const boardFilter = (search: DealSearch) => ({
  'filter.query': search.query,
  'filter.owner': search.owner,
  'filter.org_unit': search.org_unit,
  'filter.stuck': search.stuck ? true : undefined,
  'filter.overdue': search.overdue ? true : undefined,
});

export const boardKey = (funnel: string, search: DealSearch) => [
  'boards',
  'item',
  funnel,
  {
    query: search.query,
    owner: search.owner,
    org_unit: search.org_unit,
    stuck: search.stuck,
    overdue: search.overdue,
  },
];

async function fetchBoard(client: QueryClient, funnel: string, search: DealSearch, signal: AbortSignal) {
  let board: Board = await unwrap(
    http.GET('/v1/boards/{funnel}', {
      params: { path: { funnel }, query: { ...boardFilter(search), cards: CARDS } },
      signal,
    }),
  );
  const shown = client.getQueryData<Board>(boardKey(funnel, search));
  // Who has scrolled down keeps what he has in sight.
  for (const { stage, cards } of shown?.columns ?? []) {
    const column = board.columns.find((each) => each.stage === stage);
    const more = Math.min(cards.length - (column?.cards.length ?? 0), 200);
    if (!column?.next_page_token || more <= 0) continue;
    const page = await fetchCards(funnel, search, stage, column.next_page_token, more, signal);
    board = withMore(board, stage, page.cards, page.next_page_token);
  }
  return board;
}

const fetchCards = (
  funnel: string,
  search: DealSearch,
  stage: string,
  page_token: string,
  page_size: number,
  signal?: AbortSignal,
) =>
  unwrap(
    http.GET('/v1/boards/{funnel}/cards', {
      params: { path: { funnel }, query: { ...boardFilter(search), stage, page_token, page_size } },
      signal,
    }),
  );

export function useBoard(funnel: string, search: DealSearch) {
  const client = useQueryClient();
  return useQuery({
    queryKey: boardKey(funnel, search),
    queryFn: ({ signal }) => fetchBoard(client, funnel, search, signal),
    placeholderData: keepPreviousData,
  });
}

export async function loadMore(client: QueryClient, funnel: string, search: DealSearch, stage: string) {
  const key = boardKey(funnel, search);
  const token = client
    .getQueryData<Board>(key)
    ?.columns.find((column) => column.stage === stage)?.next_page_token;
  if (!token) return;
  const more = await fetchCards(funnel, search, stage, token, CARDS);
  client.setQueryData<Board>(
    key,
    (board) => board && withMore(board, stage, more.cards, more.next_page_token),
  );
}
