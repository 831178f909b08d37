import { describe, expect, it } from 'vitest';
import { filterOf, fromViewQuery, isFiltered, readListSearch, toViewQuery } from './search';

describe('readListSearch', () => {
  it('reads one or several values of a filter alike', () => {
    expect(readListSearch({ kind: 'LEGAL' }).kind).toEqual(['LEGAL']);
    expect(readListSearch({ kind: ['LEGAL', 'INDIVIDUAL', 'LEGAL'] }).kind).toEqual(['LEGAL', 'INDIVIDUAL']);
  });
  it('drops what it does not know and what is empty', () => {
    expect(readListSearch({ query: '', colour: 'red', kind: [''] })).toEqual({
      view: undefined,
      query: undefined,
      order_by: undefined,
      org_unit: undefined,
      source_import: undefined,
      kind: undefined,
      market_state: undefined,
      segments: undefined,
      owner: undefined,
      roles: undefined,
    });
  });
  it('takes only `true` for the recycle bin', () => {
    expect(readListSearch({ deleted: 'true' }).deleted).toBe('true');
    expect(readListSearch({ deleted: 'false' }).deleted).toBeUndefined();
  });
});

describe('saved views', () => {
  it('survive a round trip through their URL text', () => {
    const search = readListSearch({ query: 'север', owner: ['users/me'], order_by: 'create_time desc' });
    expect(fromViewQuery(toViewQuery(search), readListSearch)).toEqual(search);
  });
  it('give the same text whatever the order of values', () => {
    expect(toViewQuery({ kind: ['B', 'A'], query: 'x' })).toBe(toViewQuery({ query: 'x', kind: ['A', 'B'] }));
  });
  it('do not keep the name of the view', () => {
    expect(toViewQuery({ view: 'savedViews/1', query: 'x' })).toBe('query=x');
  });
});

describe('filterOf', () => {
  it('turns the recycle bin into a boolean and leaves the order out', () => {
    expect(filterOf({ deleted: 'true', order_by: 'display_name' })).toMatchObject({ deleted: true });
    expect('order_by' in filterOf({ order_by: 'display_name' })).toBe(false);
  });
  it('knows an unfiltered list', () => {
    expect(isFiltered({ order_by: 'display_name', view: 'mine' })).toBe(false);
    expect(isFiltered({ query: 'x' })).toBe(true);
  });
});
