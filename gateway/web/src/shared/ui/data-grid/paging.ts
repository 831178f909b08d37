/** Endless paging by tokens: the server names the next page, the grid asks before it is reached. */

export interface Page<T> {
  items: T[];
  next: string;
}

/** Rows still to come are shown as this many placeholders, so that the bar can be pulled on. */
export const AHEAD = 12;

export const flatten = <T>(pages: readonly Page<T>[] | undefined): T[] =>
  pages?.flatMap((page) => page.items) ?? [];

export const rowCount = (loaded: number, hasMore: boolean) => loaded + (hasMore ? AHEAD : 0);

/** Whether the rows on the screen come near the end of what is loaded. */
export const wantsMore = (lastVisible: number, loaded: number, hasMore: boolean, margin = 40) =>
  hasMore && lastVisible >= loaded - margin;

/** Replaces one row wherever it is, leaving all other pages untouched for cheap redraws. */
export function patchRow<T extends { name: string }>(pages: readonly Page<T>[], row: T): Page<T>[] {
  return pages.map((page) => {
    const at = page.items.findIndex((item) => item.name === row.name);
    return at < 0 ? page : { ...page, items: page.items.with(at, row) };
  });
}
