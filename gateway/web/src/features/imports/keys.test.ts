import { expect, it } from 'vitest';
import { keyAction, type Place } from './keys';

const place: Place = {
  active: { row: 2, column: 'b' },
  rows: 5,
  columns: ['a', 'b', 'c'],
  editable: true,
  selectable: false,
};
const press = (key: string, ctrl = false, shift = false, over: Partial<Place> = {}) =>
  keyAction({ key, ctrl, shift }, { ...place, ...over });

it('edits by Enter, F2 and by typing, but only what may be edited', () => {
  expect(press('Enter')).toEqual({ do: 'edit' });
  expect(press('F2')).toEqual({ do: 'edit' });
  expect(press('7')).toEqual({ do: 'edit', typed: '7' });
  expect(press('7', false, false, { editable: false })).toBeNull();
  expect(press('c', true)).toBeNull();
});

it('opens the details when Enter cannot edit', () => {
  expect(press('Enter', true)).toEqual({ do: 'details' });
  expect(press('Enter', false, false, { editable: false })).toEqual({ do: 'details' });
});

it('goes from problem to problem', () => {
  expect(press('F8')).toEqual({ do: 'next' });
  expect(press('F8', false, true)).toEqual({ do: 'previous' });
});

it('selects rows that can be selected', () => {
  expect(press(' ', false, false, { selectable: true })).toEqual({ do: 'toggle' });
  expect(press(' ')).toBeNull();
});

it('moves about, and starts at the first cell', () => {
  expect(press('ArrowRight')).toEqual({ do: 'move', to: { row: 2, column: 'c' } });
  expect(press('End', true)).toEqual({ do: 'move', to: { row: 4, column: 'c' } });
  expect(press('Home', true)).toEqual({ do: 'move', to: { row: 0, column: 'a' } });
  expect(press('ArrowDown', false, false, { active: null })).toEqual({
    do: 'move',
    to: { row: 0, column: 'a' },
  });
});
