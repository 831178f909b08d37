/** What is selected in a list: some rows by name, or the whole filter except some. */

export interface Selection {
  all: boolean;
  /** Selected names, or with `all` the names left out. */
  names: ReadonlySet<string>;
}

export const NOTHING: Selection = { all: false, names: new Set() };
export const EVERYTHING: Selection = { all: true, names: new Set() };

export const has = (selection: Selection, name: string) => selection.all !== selection.names.has(name);

export function toggle(selection: Selection, name: string): Selection {
  const names = new Set(selection.names);
  if (!names.delete(name)) names.add(name);
  return { all: selection.all, names };
}

/** Selects (or leaves selected) every given row. */
export function include(selection: Selection, given: readonly string[]): Selection {
  const names = new Set(selection.names);
  for (const name of given) {
    if (selection.all) names.delete(name);
    else names.add(name);
  }
  return { all: selection.all, names };
}

export const isEmpty = (selection: Selection) => !selection.all && selection.names.size === 0;

/** How many rows that is when the filter holds `total`. */
export const size = (selection: Selection, total: number) =>
  selection.all ? Math.max(0, total - selection.names.size) : selection.names.size;
