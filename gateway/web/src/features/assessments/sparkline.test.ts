import { expect, it } from 'vitest';
import { points } from './sparkline';

it('draws the worst score at the bottom and the best at the top', () => {
  expect(points([1, 5, 3], 26, 26)).toBe('3,23 13,3 23,13');
});
