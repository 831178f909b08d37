/** Where each list was left: scroll offset and active row, for this page's life. */

export interface Place {
  offset: number;
  active: number;
}

const places = new Map<string, Place>();

export const recall = (place: string): Place => places.get(place) ?? { offset: 0, active: 0 };

export function remember(place: string, where: Place) {
  places.set(place, where);
}
