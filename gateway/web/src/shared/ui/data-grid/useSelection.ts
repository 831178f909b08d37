import { useCallback, useState } from 'react';
import { NOTHING, type Selection } from './selection';

/** A selection belongs to its filter: another filter starts with nothing selected. */
export function useSelection(place: string): [Selection, (selection: Selection) => void] {
  const [state, setState] = useState({ place, selection: NOTHING });
  const select = useCallback((selection: Selection) => setState({ place, selection }), [place]);
  return [state.place === place ? state.selection : NOTHING, select];
}
