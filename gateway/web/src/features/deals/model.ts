/** A board as the screen holds it: where a card goes, what the columns come to (pure). */
import type { Schemas } from '@/shared/api/types';

export type Board = Schemas['Board'];
export type BoardColumn = Schemas['BoardColumn'];
export type DealCard = Schemas['DealCard'];
export interface Money {
  amount: string;
  currency: string;
}

/** Where a card is dropped: after another one, or on top. */
export interface Place {
  stage: string;
  after: string;
}

/** The card before the place: dropped at the upper half of a card, it comes after the one above. */
export function placeAt(column: BoardColumn, card: string, edge: 'top' | 'bottom', moved: string): Place {
  const rest = column.cards.filter((each) => each.name !== moved);
  const at = rest.findIndex((each) => each.name === card) + (edge === 'bottom' ? 1 : 0);
  return { stage: column.stage, after: rest[at - 1]?.name ?? '' };
}

/** Dropped between cards, or below the last: so many of them are above the place. */
export function placeBelow(column: BoardColumn, above: number, moved: string): Place {
  const before = column.cards.slice(0, above).filter((each) => each.name !== moved);
  return { stage: column.stage, after: before.at(-1)?.name ?? '' };
}

export const findCard = (board: Board, name: string): DealCard | undefined =>
  board.columns.flatMap((column) => column.cards).find((card) => card.name === name);

/** Where a card stands now: a move back goes there. */
export function placeOf(board: Board, name: string): Place | undefined {
  for (const column of board.columns) {
    const at = column.cards.findIndex((card) => card.name === name);
    if (at >= 0) return { stage: column.stage, after: column.cards[at - 1]?.name ?? '' };
  }
  return undefined;
}

/** The board with a card elsewhere, its columns' numbers with it; who judges is the server. */
export function withMove(board: Board, name: string, place: Place, now = new Date()): Board {
  const card = findCard(board, name);
  if (!card) return board;
  const elsewhere = card.stage !== place.stage;
  const target = board.columns.find((column) => column.stage === place.stage);
  const moved: DealCard = elsewhere
    ? {
        ...card,
        stage: place.stage,
        stage_change_time: now.toISOString(),
        stuck_time: null,
        probability: target?.probability ?? card.probability,
      }
    : card;
  return {
    ...board,
    columns: board.columns.map((column) => {
      const had = column.cards.some((each) => each.name === name);
      if (!had && column.stage !== place.stage) return column;
      const cards = column.cards.filter((each) => each.name !== name);
      if (column.stage === place.stage) {
        const at = cards.findIndex((each) => each.name === place.after) + 1;
        cards.splice(at, 0, moved);
      }
      if (!elsewhere) return { ...column, cards };
      const sign = column.stage === place.stage ? 1 : -1;
      return {
        ...column,
        cards,
        count: column.count + sign,
        amounts: added(column.amounts, card.amount, sign),
      };
    }),
  };
}

/** The board without a card: it was won, lost or deleted. */
export function withoutCard(board: Board, name: string): Board {
  const card = findCard(board, name);
  if (!card) return board;
  return {
    ...board,
    columns: board.columns.map((column) =>
      column.stage === card.stage
        ? {
            ...column,
            cards: column.cards.filter((each) => each.name !== name),
            count: column.count - 1,
            amounts: added(column.amounts, card.amount, -1),
          }
        : column,
    ),
  };
}

/** More cards of a column, below those that are there; nobody twice. */
export function withMore(board: Board, stage: string, cards: readonly DealCard[], next: string): Board {
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.stage !== stage) return column;
      const known = new Set(column.cards.map((card) => card.name));
      const fresh = cards.filter((card) => !known.has(card.name));
      return { ...column, cards: [...column.cards, ...fresh], next_page_token: next };
    }),
  };
}

function added(amounts: readonly Money[], amount: Money | null | undefined, sign: number): Money[] {
  if (!amount) return [...amounts];
  const known = amounts.some((each) => each.currency === amount.currency);
  const all = known ? amounts : [...amounts, { amount: '0', currency: amount.currency }];
  return all.map((each) =>
    each.currency === amount.currency ? { ...each, amount: sum(each.amount, amount.amount, sign) } : each,
  );
}

/** In whole kopecks: sums of money are no floating numbers. */
const minor = (text: string) => BigInt(Math.round(Number(text) * 100));

function sum(one: string, other: string, sign: number): string {
  const total = minor(one) + BigInt(sign) * minor(other);
  const digits = (total < 0n ? -total : total).toString().padStart(3, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What all columns come to, by currency. */
export function totals(columns: readonly BoardColumn[], of: 'amounts' | 'weighted_amounts'): Money[] {
  return columns
    .flatMap((column) => column[of])
    .reduce<Money[]>((all, amount) => added(all, amount, 1), [])
    .filter((each) => Number(each.amount) !== 0);
}

/** The share of a column in the largest one, in percent: how long its bar is. */
export function share(column: BoardColumn, columns: readonly BoardColumn[]): number {
  const worth = (each: BoardColumn) => Number(each.amounts[0]?.amount ?? 0);
  const most = Math.max(...columns.map(worth), 0);
  return most ? Math.round((100 * worth(column)) / most) : 0;
}

/** How much of the amount is paid: whole percents, 100 only for all of it. */
export function paidPercent({ amount, paid }: Pick<DealCard, 'amount' | 'paid'>): number {
  const whole = Number(amount?.amount ?? 0);
  const part = Number(paid?.amount ?? 0);
  if (whole <= 0 || part <= 0 || amount?.currency !== paid?.currency) return 0;
  return Math.min(100, Math.max(1, Math.floor((100 * part) / whole)));
}

const DAY = 86_400_000;

/** Something promised in it, or ordered for it, is late. */
export const isOverdue = ({ next_due_date: day }: Pick<DealCard, 'next_due_date'>, today = new Date()) =>
  Boolean(day) && String(day) < today.toLocaleDateString('sv');

/** When the next work of the deal is due: it is late, it is for today, it is for later, or there is none. */
export function nextWork({ next_work }: Pick<DealCard, 'next_work'>, now = new Date()) {
  if (!next_work) return 'none';
  if (!next_work.due_time) return 'later';
  const due = new Date(next_work.due_time);
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  // What may be done any time today is due when the day is over.
  return due < now ? 'overdue' : due <= midnight ? 'today' : 'later';
}

type Standing = Pick<DealCard, 'stage_change_time' | 'stuck_time'>;

export const daysInStage = (card: Standing, now = Date.now()) =>
  card.stage_change_time ? Math.floor((now - new Date(card.stage_change_time).getTime()) / DAY) : 0;

export const isStuck = (card: Standing, now = Date.now()) =>
  Boolean(card.stuck_time && new Date(card.stuck_time).getTime() <= now);
