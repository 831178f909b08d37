import { describe, expect, it } from 'vitest';
import type { SavedView } from '@/shared/api/types';
import { isChanged, viewSearch } from './views';

const saved = [{ name: 'savedViews/1', query: 'kind=LEGAL&query=x' }] as SavedView[];

describe('views', () => {
  it('know what built-in tabs ask for', () => {
    expect(viewSearch('mine', saved).owner).toEqual(['users/me']);
    expect(viewSearch('gone', saved)).toEqual({});
  });
  it('tell a changed list from the saved one', () => {
    expect(isChanged({ view: 'savedViews/1', kind: ['LEGAL'], query: 'x' }, saved)).toBe(false);
    expect(isChanged({ view: 'savedViews/1', kind: ['LEGAL'] }, saved)).toBe(true);
    expect(isChanged({}, saved)).toBe(false);
    expect(isChanged({ view: 'bin', deleted: 'true' }, saved)).toBe(false);
  });
});
