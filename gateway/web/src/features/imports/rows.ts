/** The rows table's rules: tabs, cells with problems, and the way from one problem to the next. */
import type { ImportFile, ImportRow, Problem, Tone, Verdict } from './model';
import { isCreatable, isRowEditable, NO_COUNTS } from './model';

export type Tab = 'all' | Verdict;

export interface TabCount {
  tab: Tab;
  /** Unknown for verdicts that the counts do not name. */
  count: number | null;
}

/** Every tab that can hold rows: updates only if asked for, the two of an undo only once there was one. */
export function tabsOf(file: Pick<ImportFile, 'counts' | 'state' | 'duplicate_policy'>): TabCount[] {
  const c = file.counts ?? NO_COUNTS;
  const undone = file.state === 'UNDONE' || file.state === 'UNDOING';
  const tabs: TabCount[] = [
    { tab: 'all', count: c.staged },
    { tab: 'REJECTED', count: c.rejected },
    { tab: 'DUPLICATE', count: c.duplicates },
    // After an undo what waits is partly fresh, partly taken back: only their sum is known.
    { tab: 'VALID', count: undone ? null : c.waiting },
    { tab: 'CREATED', count: c.created },
  ];
  if (c.updated > 0 || file.duplicate_policy === 'UPDATE') tabs.push({ tab: 'UPDATED', count: c.updated });
  if (undone) tabs.push({ tab: 'UNDONE', count: null }, { tab: 'KEPT', count: null });
  return tabs;
}

/** The tab that needs the user first. */
export function firstTab({ counts, state }: Pick<ImportFile, 'counts' | 'state'>): Tab {
  const c = counts ?? NO_COUNTS;
  if (c.rejected > 0) return 'REJECTED';
  if (c.waiting > 0) return state === 'UNDONE' ? 'UNDONE' : 'VALID';
  if (c.duplicates > 0) return 'DUPLICATE';
  return 'all';
}

export const TONE: Record<Verdict, Tone> = {
  VALID: 'green',
  DUPLICATE: 'yellow',
  REJECTED: 'red',
  CREATED: 'violet',
  UPDATED: 'blue',
  UNDONE: 'gray',
  KEPT: 'orange',
};

export type CellMark = 'problem' | 'duplicate' | 'hint' | undefined;

export function markOf(row: ImportRow, column: string): CellMark {
  if (row.problems.some((p) => p.column === column))
    return row.verdict === 'DUPLICATE' ? 'duplicate' : 'problem';
  return row.hints.some((p) => p.column === column) ? 'hint' : undefined;
}

export const problemOf = (row: ImportRow, column: string): Problem | undefined =>
  row.problems.find((p) => p.column === column) ?? row.hints.find((p) => p.column === column);

/** What the verdict cell shows in one line: the first problem, or else the first hint. */
export const leadOf = (row: ImportRow): Problem | undefined => row.problems[0] ?? row.hints[0];

export interface CellPlace {
  row: number;
  column: string;
}

/** Cells to repair, in reading order; a problem without a column is repaired in the first one. */
function problemCells(row: ImportRow, columns: readonly string[]): string[] {
  if (!isRowEditable(row)) return [];
  const wanted = new Set(row.problems.map((p) => p.column || columns[0]));
  return columns.filter((column) => wanted.has(column));
}

/** The next cell to repair after `from`; null at the end, so that more rows can be fetched. */
export function nextProblem(
  rows: readonly ImportRow[],
  columns: readonly string[],
  from: CellPlace | null,
): CellPlace | null {
  for (let index = from?.row ?? 0; index < rows.length; index++) {
    const row = rows[index];
    if (!row) continue;
    const after = index === from?.row ? columns.indexOf(from.column) : -1;
    const column = problemCells(row, columns).find((name) => columns.indexOf(name) > after);
    if (column !== undefined) return { row: index, column };
  }
  return null;
}

export function previousProblem(
  rows: readonly ImportRow[],
  columns: readonly string[],
  from: CellPlace,
): CellPlace | null {
  for (let index = Math.min(from.row, rows.length - 1); index >= 0; index--) {
    const row = rows[index];
    if (!row) continue;
    const before = index === from.row ? columns.indexOf(from.column) : columns.length;
    const column = problemCells(row, columns).findLast((name) => columns.indexOf(name) < before);
    if (column !== undefined) return { row: index, column };
  }
  return null;
}

/** Where an arrow key leads; stays inside the table. */
export function moved(
  from: CellPlace,
  key: string,
  rows: number,
  columns: readonly string[],
): CellPlace | null {
  const at = columns.indexOf(from.column);
  const steps: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-12, 0],
    PageDown: [12, 0],
    Home: [0, -columns.length],
    End: [0, columns.length],
  };
  const step = steps[key];
  if (!step) return null;
  const row = Math.max(0, Math.min(rows - 1, from.row + step[0]));
  const column = columns[Math.max(0, Math.min(columns.length - 1, at + step[1]))];
  return column === undefined ? null : { row, column };
}

/** For the filter: all reasons counted, and the chosen one even if no row has it any more. */
export function reasonOptions(
  counts: readonly { reason: string; count: number }[] | undefined,
  chosen: string,
  text: (reason: string) => string,
) {
  const known = counts ?? [];
  const gone = chosen && !known.some((one) => one.reason === chosen) ? [{ reason: chosen, count: 0 }] : [];
  return [...known, ...gone].map(({ reason, count }) => ({
    value: reason,
    label: text(reason),
    rows: count,
  }));
}

/** A column wide enough for its header and what the first rows hold, within reason. */
export function columnWidth(column: string, rows: readonly ImportRow[]): number {
  let longest = column.length + 2;
  for (const row of rows.slice(0, 40)) longest = Math.max(longest, (row.values[column] ?? '').length);
  return Math.round(Math.max(96, Math.min(280, longest * 7.6 + 48)));
}

/** Only rows that wait can be created. */
export const creatable = (rows: readonly ImportRow[], selected: ReadonlySet<string>): string[] =>
  rows.filter((row) => isCreatable(row) && selected.has(row.name)).map((row) => row.name);
