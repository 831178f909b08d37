import { describe, expect, it } from 'vitest';
import { EVERYTHING, has, include, isEmpty, NOTHING, size, toggle } from './selection';

describe('selection', () => {
  it('takes rows one by one', () => {
    const one = toggle(NOTHING, 'a');
    expect(has(one, 'a')).toBe(true);
    expect(has(one, 'b')).toBe(false);
    expect(isEmpty(toggle(one, 'a'))).toBe(true);
  });
  it('takes the whole filter and leaves rows out', () => {
    const butOne = toggle(EVERYTHING, 'a');
    expect(has(butOne, 'a')).toBe(false);
    expect(has(butOne, 'never loaded')).toBe(true);
    expect(size(butOne, 12_480)).toBe(12_479);
  });
  it('adds a range in both ways', () => {
    expect(size(include(NOTHING, ['a', 'b', 'a']), 10)).toBe(2);
    expect(size(include(toggle(EVERYTHING, 'a'), ['a']), 10)).toBe(10);
  });
  it('never counts below zero', () => {
    expect(size(toggle(EVERYTHING, 'a'), 0)).toBe(0);
  });
});
