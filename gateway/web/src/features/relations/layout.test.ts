import { describe, expect, it } from 'vitest';
import { radial } from './layout';

const node = (name: string, distance: number) => ({ name, distance });
const line = (source: string, target: string) => ({ source, target });

describe('the rings of a graph', () => {
  it('put the centre in the middle and the rest by distance', () => {
    const places = radial(
      [node('a', 0), node('b', 1), node('c', 1), node('d', 2)],
      [line('a', 'b'), line('c', 'a'), line('b', 'd'), line('d', 'c')],
    );
    const far = (name: string) => Math.round(Math.hypot(places.get(name)!.x, places.get(name)!.y));
    expect(places.get('a')).toEqual({ x: 0, y: 0 });
    expect(far('b')).toBe(far('c'));
    expect(far('d')).toBeGreaterThan(far('b'));
  });

  it('leave room for every name', () => {
    const many = Array.from({ length: 199 }, (_, at) => node(`n${at}`, 1));
    const places = radial(
      [node('a', 0), ...many],
      many.map(({ name }) => line('a', name)),
    );
    const [one, two] = [places.get('n0')!, places.get('n1')!];
    expect(Math.hypot(one.x - two.x, one.y - two.y)).toBeGreaterThan(90);
  });

  it('have nobody to place in an empty graph', () => {
    expect(radial([], []).size).toBe(0);
  });
});
