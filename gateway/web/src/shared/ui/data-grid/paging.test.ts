import { describe, expect, it } from 'vitest';
import { AHEAD, flatten, patchRow, rowCount, wantsMore } from './paging';

const pages = [
  { items: [{ name: 'a' }, { name: 'b' }], next: 't' },
  { items: [{ name: 'c' }], next: '' },
];

describe('paging', () => {
  it('makes one list of the pages', () => {
    expect(flatten(pages).map((row) => row.name)).toEqual(['a', 'b', 'c']);
    expect(flatten(undefined)).toEqual([]);
  });
  it('shows placeholders only while more is to come', () => {
    expect(rowCount(100, true)).toBe(100 + AHEAD);
    expect(rowCount(100, false)).toBe(100);
  });
  it('asks before the end is reached, and never without a next page', () => {
    expect(wantsMore(10, 100, true)).toBe(false);
    expect(wantsMore(61, 100, true)).toBe(true);
    expect(wantsMore(99, 100, false)).toBe(false);
  });
  it('patches one row and leaves other pages as they are', () => {
    const patched = patchRow(pages, { name: 'c' });
    expect(patched[0]).toBe(pages[0]);
    expect(patched[1]).not.toBe(pages[1]);
  });
});
