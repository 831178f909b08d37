/** As many records may become one at a time. */
export const MOST_MERGED = 10;
