import { describe, expect, it } from 'vitest';
import { arrange, fromViewColumns, moveColumn, toViewColumns } from './columns';

const columns = [
  { id: 'name', width: 260, pinned: true },
  { id: 'inn', width: 120 },
  { id: 'owner', width: 160, min: 100 },
  { id: 'email', width: 160, optional: true },
];
const ids = (layout?: Parameters<typeof arrange>[1]) => arrange(columns, layout).map((column) => column.id);

describe('arrange', () => {
  it('shows what is not optional by default', () => {
    expect(ids()).toEqual(['name', 'inn', 'owner']);
  });
  it('follows the person, keeps the pinned column first and forgets unknown ones', () => {
    expect(ids({ order: ['email', 'gone', 'inn'], widths: {} })).toEqual(['name', 'email', 'inn']);
  });
  it('never makes a column too narrow to read', () => {
    expect(arrange(columns, { order: ['owner'], widths: { owner: 20 } })[1]!.width).toBe(100);
  });
});

describe('moveColumn', () => {
  it('moves and clamps', () => {
    expect(moveColumn(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moveColumn(['a', 'b', 'c'], 'b', 99)).toEqual(['a', 'c', 'b']);
    expect(moveColumn(['a', 'b', 'c'], 'c', -5)).toEqual(['c', 'a', 'b']);
  });
});

describe('columns of a saved view', () => {
  it('survive a round trip', () => {
    const layout = { order: ['name', 'inn'], widths: { inn: 140 } };
    expect(fromViewColumns(toViewColumns(layout))).toEqual(layout);
    expect(fromViewColumns([])).toBeUndefined();
  });
});
