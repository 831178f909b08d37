import { describe, expect, it } from 'vitest';
import { add } from './recent';

describe('recent cards', () => {
  it('come newest first, each once, and only a few', () => {
    let list = add([], { name: 'a', title: 'A' });
    list = add(list, { name: 'b', title: 'B' });
    list = add(list, { name: 'a', title: 'A2' });
    expect(list.map((one) => one.title)).toEqual(['A2', 'B']);
    for (let i = 0; i < 20; i++) list = add(list, { name: `n${i}`, title: '' });
    expect(list.length).toBe(8);
  });
});
