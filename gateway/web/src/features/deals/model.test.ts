import { describe, expect, it } from 'vitest';
import {
  type Board,
  daysInStage,
  isStuck,
  nextWork,
  paidPercent,
  placeAt,
  placeBelow,
  placeOf,
  share,
  totals,
  withMore,
  withMove,
  withoutCard,
} from './model';

const rub = (amount: string) => ({ amount, currency: 'RUB' });
const card = (name: string, stage: string, amount = '100.10') =>
  ({ name, stage, amount: rub(amount), probability: 10, stuck_time: '2026-01-01T00:00:00Z' }) as never;
const board = (): Board =>
  ({
    name: 'boards/x',
    columns: [
      {
        stage: 'a',
        count: 3,
        amounts: [rub('300.30')],
        weighted_amounts: [],
        cards: ['1', '2', '3'].map((n) => card(n, 'a')),
      },
      { stage: 'b', count: 1, amounts: [rub('0.20')], weighted_amounts: [], cards: [card('4', 'b', '0.20')] },
      { stage: 'c', count: 0, amounts: [], weighted_amounts: [], cards: [] },
    ],
  }) as never;
const names = (of: Board) => of.columns.map((column) => column.cards.map((each) => each.name).join(''));

describe('a card on the board', () => {
  it('comes after the one above the line it is dropped at', () => {
    const [a, b] = board().columns as [never, never];
    expect(placeAt(a, '3', 'top', '1')).toEqual({ stage: 'a', after: '2' });
    expect(placeAt(a, '3', 'bottom', '1')).toEqual({ stage: 'a', after: '3' });
    expect(placeAt(a, '1', 'top', '3')).toEqual({ stage: 'a', after: '' });
    expect(placeAt(b, '4', 'bottom', '1')).toEqual({ stage: 'b', after: '4' });
  });

  it('comes between two cards, or below the last, by how many are above', () => {
    const [a, , c] = board().columns as [never, never, never];
    expect(placeBelow(a, 0, '4')).toEqual({ stage: 'a', after: '' });
    expect(placeBelow(a, 2, '4')).toEqual({ stage: 'a', after: '2' });
    expect(placeBelow(a, 3, '3')).toEqual({ stage: 'a', after: '2' });
    expect(placeBelow(c, 0, '4')).toEqual({ stage: 'c', after: '' });
  });

  it('takes its sum along, to the kopeck', () => {
    const moved = withMove(board(), '2', { stage: 'b', after: '4' });
    expect(names(moved)).toEqual(['13', '42', '']);
    expect(moved.columns.map((column) => column.count)).toEqual([2, 2, 0]);
    expect(moved.columns.map((column) => column.amounts[0]?.amount)).toEqual(['200.20', '100.30', undefined]);
    expect(moved.columns[1]?.cards[1]?.stuck_time).toBeNull();
  });

  it('goes back to where it was', () => {
    const before = board();
    const place = placeOf(before, '2');
    expect(place).toEqual({ stage: 'a', after: '1' });
    const there = withMove(before, '2', { stage: 'c', after: '' });
    expect(names(withMove(there, '2', place as never))).toEqual(names(before));
  });

  it('changes no numbers within its column', () => {
    const moved = withMove(board(), '3', { stage: 'a', after: '' });
    expect(names(moved)).toEqual(['312', '4', '']);
    expect(moved.columns[0]?.count).toBe(3);
  });

  it('leaves the board when it is closed, and comes once with more', () => {
    const rest = withoutCard(board(), '4');
    expect([rest.columns[1]?.count, rest.columns[1]?.amounts[0]?.amount]).toEqual([0, '0.00']);
    const more = withMore(board(), 'a', [card('3', 'a'), card('5', 'a')], 'next');
    expect(names(more)[0]).toBe('1235');
    expect(more.columns[0]?.next_page_token).toBe('next');
  });
});

describe('numbers of the board', () => {
  it('are summed by currency', () => {
    expect(totals(board().columns, 'amounts')).toEqual([rub('300.50')]);
    expect(board().columns.map((column) => share(column, board().columns))).toEqual([100, 0, 0]);
  });

  it('tell how long a deal stands where it stands', () => {
    const now = Date.parse('2026-01-11T00:00:00Z');
    const standing = {
      stage_change_time: '2026-01-01T12:00:00Z',
      stuck_time: '2026-01-10T00:00:00Z',
    } as never;
    expect(daysInStage(standing, now)).toBe(9);
    expect(isStuck(standing, now)).toBe(true);
    expect(isStuck(standing, Date.parse('2026-01-09T00:00:00Z'))).toBe(false);
  });

  it('tell how much is paid: all of it only if it is all', () => {
    const percent = (amount: string, paid: string | null) =>
      paidPercent({ amount: rub(amount), paid: paid === null ? null : rub(paid) });
    expect([percent('1000', null), percent('1000', '0'), percent('1000', '0.01')]).toEqual([0, 0, 1]);
    expect([percent('1000', '999.99'), percent('1000', '1000'), percent('1000', '1200')]).toEqual([
      99, 100, 100,
    ]);
    expect(percent('0', '10')).toBe(0);
  });
});

it('says when the next work is due: what may be done any time today ends with the day', () => {
  const now = new Date(2026, 10, 22, 15, 0);
  const due = (moment: Date) => nextWork({ next_work: { due_time: moment.toISOString() } as never }, now);
  expect(nextWork({ next_work: null }, now)).toBe('none');
  expect(due(new Date(2026, 10, 22, 14, 59))).toBe('overdue');
  expect(due(new Date(2026, 10, 23, 0, 0))).toBe('today');
  expect(due(new Date(2026, 10, 23, 0, 1))).toBe('later');
});
