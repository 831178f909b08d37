/** The rows table's keys: what a key press means where the user stands. */
import type { CellPlace } from './rows';
import { moved } from './rows';

export type KeyAction =
  | { do: 'next' | 'previous' | 'toggle' | 'details' }
  | { do: 'edit'; typed?: string }
  | { do: 'move'; to: CellPlace };

export interface Press {
  key: string;
  shift: boolean;
  ctrl: boolean;
}

export interface Place {
  active: CellPlace | null;
  rows: number;
  columns: readonly string[];
  /** Of the row the user is on. */
  editable: boolean;
  selectable: boolean;
}

export function keyAction(press: Press, place: Place): KeyAction | null {
  if (press.key === 'F8') return { do: press.shift ? 'previous' : 'next' };
  if (place.active) return inRow(press, place) ?? movement(press, place.active, place);
  return movement(press, { row: 0, column: place.columns[0] ?? '' }, { ...place, rows: 1 });
}

function inRow({ key, ctrl }: Press, { editable, selectable }: Place): KeyAction | null {
  if (key === ' ') return selectable ? { do: 'toggle' } : null;
  if (key === 'Enter') return editable && !ctrl ? { do: 'edit' } : { do: 'details' };
  if (key === 'F2') return editable ? { do: 'edit' } : null;
  // A letter starts a new value, as in a spreadsheet.
  return key.length === 1 && editable && !ctrl ? { do: 'edit', typed: key } : null;
}

function movement({ key, ctrl }: Press, from: CellPlace, { rows, columns }: Place): KeyAction | null {
  const last = columns.at(-1) ?? '';
  if (ctrl && key === 'Home') return { do: 'move', to: { row: 0, column: columns[0] ?? '' } };
  if (ctrl && key === 'End') return { do: 'move', to: { row: rows - 1, column: last } };
  const to = moved(from, key, rows, columns);
  return to && { do: 'move', to };
}
