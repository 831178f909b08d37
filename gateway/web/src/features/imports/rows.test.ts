import { describe, expect, it } from 'vitest';
import type { ImportRow, Problem, Verdict } from './model';
import {
  columnWidth,
  creatable,
  firstTab,
  markOf,
  moved,
  nextProblem,
  previousProblem,
  reasonOptions,
  tabsOf,
} from './rows';

const columns = ['a', 'b', 'c'];
const problem = (column: string, reason = 'X'): Problem => ({
  field: column,
  column,
  value: '',
  reason,
  suggestion: '',
  description: '',
});
const row = (number: number, verdict: Verdict, ...problems: Problem[]): ImportRow => ({
  name: `imports/1/rows/${number}`,
  number,
  verdict,
  values: { a: 'value', b: 'a much longer value of the cell' },
  problems,
  hints: [],
  duplicate_of: '',
  duplicate_of_display_name: '',
  counterparty: '',
  update_time: '',
  etag: '1',
});
const rows = [
  row(1, 'VALID'),
  row(2, 'REJECTED', problem('c'), problem('a')),
  row(3, 'CREATED', problem('a')),
  row(4, 'REJECTED', problem('')),
];

describe('nextProblem', () => {
  it('goes through cells in reading order and skips rows past repairing', () => {
    const first = nextProblem(rows, columns, null);
    expect(first).toEqual({ row: 1, column: 'a' });
    const second = nextProblem(rows, columns, first);
    expect(second).toEqual({ row: 1, column: 'c' });
    const third = nextProblem(rows, columns, second);
    expect(third).toEqual({ row: 3, column: 'a' });
    expect(nextProblem(rows, columns, third)).toBeNull();
  });
  it('goes back the same way', () => {
    expect(previousProblem(rows, columns, { row: 3, column: 'a' })).toEqual({ row: 1, column: 'c' });
    expect(previousProblem(rows, columns, { row: 1, column: 'c' })).toEqual({ row: 1, column: 'a' });
    expect(previousProblem(rows, columns, { row: 1, column: 'a' })).toBeNull();
  });
});

describe('moved', () => {
  it('stays inside', () => {
    expect(moved({ row: 0, column: 'a' }, 'ArrowUp', 4, columns)).toEqual({ row: 0, column: 'a' });
    expect(moved({ row: 0, column: 'a' }, 'End', 4, columns)).toEqual({ row: 0, column: 'c' });
    expect(moved({ row: 2, column: 'b' }, 'PageDown', 4, columns)).toEqual({ row: 3, column: 'b' });
    expect(moved({ row: 0, column: 'a' }, 'q', 4, columns)).toBeNull();
  });
});

describe('tabs', () => {
  const counts = {
    read: 9,
    staged: 9,
    valid: 5,
    duplicates: 1,
    rejected: 3,
    created: 2,
    updated: 0,
    waiting: 3,
  };
  it('count as the bar does; some are there only when they can hold rows', () => {
    const of = (over: object) => tabsOf({ counts, state: 'STAGED', duplicate_policy: 'SKIP', ...over });
    expect(of({}).map((t) => t.count)).toEqual([9, 3, 1, 3, 2]);
    expect(of({ duplicate_policy: 'UPDATE' }).at(-1)).toEqual({ tab: 'UPDATED', count: 0 });
    expect(of({ counts: { ...counts, updated: 1 } }).at(-1)?.count).toBe(1);
    expect(of({ state: 'UNDONE' }).map((t) => t.tab)).toContain('KEPT');
  });
  it('open on what needs the user', () => {
    expect(firstTab({ counts, state: 'STAGED' })).toBe('REJECTED');
    expect(firstTab({ counts: { ...counts, rejected: 0 }, state: 'STAGED' })).toBe('VALID');
    expect(firstTab({ counts: { ...counts, rejected: 0, waiting: 0 }, state: 'DONE' })).toBe('DUPLICATE');
    expect(firstTab({ counts: null, state: 'QUEUED' })).toBe('all');
  });
});

it('marks problem cells before hints', () => {
  const both = { ...row(5, 'REJECTED', problem('a')), hints: [problem('a'), problem('b')] };
  expect([markOf(both, 'a'), markOf(both, 'b'), markOf(both, 'c')]).toEqual(['problem', 'hint', undefined]);
  expect(markOf(row(6, 'DUPLICATE', problem('a')), 'a')).toBe('duplicate');
});

it('offers every counted reason, and the chosen one though no row has it any more', () => {
  const counts = [
    { reason: 'INN_CHECKSUM', count: 60 },
    { reason: 'EMPTY', count: 3 },
  ];
  const text = (reason: string) => reason.toLowerCase();
  expect(reasonOptions(counts, 'EMPTY', text)).toEqual([
    { value: 'INN_CHECKSUM', label: 'inn_checksum', rows: 60 },
    { value: 'EMPTY', label: 'empty', rows: 3 },
  ]);
  expect(reasonOptions(counts, 'GONE', text)[2]).toEqual({ value: 'GONE', label: 'gone', rows: 0 });
  expect(reasonOptions(undefined, '', text)).toEqual([]);
});

it('creates only rows that wait', () => {
  expect(creatable(rows, new Set(rows.map((r) => r.name)))).toEqual(['imports/1/rows/1']);
});

it('keeps columns readable', () => {
  expect(columnWidth('a', rows)).toBe(96);
  expect(columnWidth('b', rows)).toBeGreaterThan(200);
});
