import { describe, expect, it } from 'vitest';
import type { SavedView } from '../../api/types';
import { isChanged, type Views, viewSearch } from './views';

interface Search {
  kind?: string;
  view?: string;
}
const views: Views<Search> = {
  resource: 'things',
  builtIn: { all: { search: {}, label: 'list.all' }, big: { search: { kind: 'BIG' }, label: 'list.big' } },
  write: ({ kind }) => (kind ? `kind=${kind}` : ''),
  read: (query) => (query ? { kind: query.replace('kind=', '') } : {}),
};
const saved = [{ name: 'savedViews/1', query: 'kind=SMALL' }] as SavedView[];

describe('views', () => {
  it('know what built-in tabs ask for', () => {
    expect(viewSearch(views, 'big', saved)).toEqual({ kind: 'BIG' });
    expect(viewSearch(views, 'gone', saved)).toEqual({});
  });
  it('tell a changed list from the saved one', () => {
    expect(isChanged(views, { view: 'savedViews/1', kind: 'SMALL' }, saved)).toBe(false);
    expect(isChanged(views, { view: 'savedViews/1' }, saved)).toBe(true);
    expect(isChanged(views, {}, saved)).toBe(false);
    expect(isChanged(views, { view: 'big', kind: 'BIG' }, saved)).toBe(false);
    expect(isChanged(views, { view: 'big' }, saved)).toBe(true);
  });
});
