/** The import desk's rules: what the states mean, how the counts add up, where the next problem is. */

import { NEEDED, SEVERAL } from './fields';

export type ImportKind = 'LEGAL' | 'INDIVIDUAL';
export type DuplicatePolicy = 'SKIP' | 'UPDATE';
export type ImportState =
  | 'QUEUED'
  | 'READING'
  | 'STAGED'
  | 'CHECKING'
  | 'CREATING'
  | 'DONE'
  | 'UNDOING'
  | 'UNDONE'
  | 'FAILED';
export type Verdict = 'VALID' | 'DUPLICATE' | 'REJECTED' | 'CREATED' | 'UPDATED' | 'UNDONE' | 'KEPT';
export type Step = 'file' | 'mapping' | 'rows' | 'result';
export type Tone = 'gray' | 'green' | 'red' | 'yellow' | 'blue' | 'violet' | 'teal' | 'orange';

export interface Counts {
  read: number;
  staged: number;
  valid: number;
  duplicates: number;
  rejected: number;
  created: number;
  updated: number;
  waiting: number;
}

export interface ColumnMapping {
  column: string;
  field: string;
  samples: string[];
}

export interface ImportFile {
  name: string;
  kind: ImportKind;
  state: ImportState;
  counts: Counts | null;
  file_name: string;
  file_size: number;
  format: 'CSV' | 'XLSX' | '';
  encoding: string;
  separator: string;
  mapping: ColumnMapping[];
  duplicate_policy: DuplicatePolicy | '';
  owner: string;
  segments: string[];
  bytes_read: number;
  creator: string;
  creator_display_name: string;
  create_time: string;
  update_time: string;
  undo_expire_time: string | null;
  error_reason: string;
  etag: string;
}

export interface Problem {
  field: string;
  column: string;
  value: string;
  reason: string;
  suggestion: string;
  description: string;
}

export interface ImportRow {
  name: string;
  number: number;
  verdict: Verdict;
  values: Record<string, string>;
  problems: Problem[];
  hints: Problem[];
  duplicate_of: string;
  duplicate_of_display_name: string;
  counterparty: string;
  update_time: string;
  etag: string;
}

export interface ImportTemplate {
  name: string;
  display_name: string;
  kind: ImportKind;
  mapping: ColumnMapping[];
}

const BUSY: ReadonlySet<ImportState> = new Set(['QUEUED', 'READING', 'CHECKING', 'CREATING', 'UNDOING']);

/** A worker is at it: counts move, rows must not be touched. */
export const isBusy = (state: ImportState): boolean => BUSY.has(state);

/** Rows can be repaired and created. */
export const isEditable = (state: ImportState): boolean =>
  state === 'STAGED' || state === 'DONE' || state === 'UNDONE';

/** Rows that wait: fresh ones, and those taken back, which can be created again. */
export const isCreatable = (row: ImportRow): boolean => row.verdict === 'VALID' || row.verdict === 'UNDONE';

/** A row that has become a client is past repairing. */
export const isRowEditable = (row: ImportRow): boolean =>
  isCreatable(row) || row.verdict === 'DUPLICATE' || row.verdict === 'REJECTED';

export const idOf = (name: string): string => name.slice(name.indexOf('/') + 1);

export const NO_COUNTS: Counts = {
  read: 0,
  staged: 0,
  valid: 0,
  duplicates: 0,
  rejected: 0,
  created: 0,
  updated: 0,
  waiting: 0,
};

export type Part = 'created' | 'updated' | 'waiting' | 'duplicates' | 'rejected';
export const PARTS: readonly Part[] = ['created', 'updated', 'waiting', 'duplicates', 'rejected'];

export interface Reconciliation {
  read: number;
  parts: { part: Part; count: number; share: number }[];
  /** Rows read that no part accounts for: being checked, taken back, or a fault. */
  rest: number;
  restMeaning: 'none' | 'in_work' | 'undone' | 'mismatch';
}

/** read = created + updated + waiting + duplicates + rejected; whatever is missing is named, not hidden. */
export function reconcile(counts: Counts | null, state: ImportState): Reconciliation {
  const c = counts ?? NO_COUNTS;
  const sum = PARTS.reduce((total, part) => total + c[part], 0);
  const rest = c.read - sum;
  const whole = Math.max(c.read, sum, 1);
  return {
    read: c.read,
    parts: PARTS.map((part) => ({ part, count: c[part], share: c[part] / whole })),
    rest,
    restMeaning: restMeaning(rest, state),
  };
}

function restMeaning(rest: number, state: ImportState): Reconciliation['restMeaning'] {
  if (rest === 0) return 'none';
  if (rest > 0 && (state === 'UNDOING' || state === 'UNDONE')) return 'undone';
  return rest > 0 && isBusy(state) ? 'in_work' : 'mismatch';
}

/** How far the running work is, 0..1; null when nothing runs or it cannot be known. */
export function progressOf(file: ImportFile): number | null {
  const c = file.counts ?? NO_COUNTS;
  if (file.state === 'READING') return file.file_size > 0 ? clamp(file.bytes_read / file.file_size) : null;
  if (file.state !== 'CREATING') return null;
  const made = c.created + c.updated;
  return made + c.waiting > 0 ? clamp(made / (made + c.waiting)) : null;
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));

/** The step an import opens on when the link names none. */
export function stepOf(file: ImportFile): Step {
  switch (file.state) {
    case 'QUEUED':
    case 'READING':
    case 'FAILED':
      return 'file';
    case 'STAGED':
    case 'CHECKING':
      return lacking(file.kind, file.mapping).length > 0 ? 'mapping' : 'rows';
    default:
      return 'result';
  }
}

export const STEPS: readonly Step[] = ['file', 'mapping', 'rows', 'result'];

export type StepStatus = 'done' | 'active' | 'todo' | 'failed';

/** How far each step has come, whatever step is being looked at. */
export function stepStatus(step: Step, file: ImportFile): StepStatus {
  if (file.state === 'FAILED') return step === 'file' ? 'failed' : 'todo';
  if (file.state === 'QUEUED' || file.state === 'READING') return step === 'file' ? 'active' : 'todo';
  if (step === 'file') return 'done';
  if (step === 'mapping') return lacking(file.kind, file.mapping).length > 0 ? 'failed' : 'done';
  return step === 'rows' ? rowsStatus(file) : resultStatus(file);
}

const isOpen = (c: Counts): boolean => c.waiting + c.rejected > 0;

function rowsStatus(file: ImportFile): StepStatus {
  return isOpen(file.counts ?? NO_COUNTS) || file.state === 'CHECKING' ? 'active' : 'done';
}

function resultStatus(file: ImportFile): StepStatus {
  const c = file.counts ?? NO_COUNTS;
  if (file.state === 'UNDONE') return 'done';
  if (isBusy(file.state) && file.state !== 'CHECKING') return 'active';
  if (c.created + c.updated === 0) return 'todo';
  return isOpen(c) ? 'active' : 'done';
}

/** Needed fields that no column gives: without them no row can become a client. */
export function lacking(kind: ImportKind, mapping: readonly ColumnMapping[]): string[] {
  if (mapping.length === 0) return [];
  const mapped = new Set(mapping.map((m) => m.field));
  return NEEDED[kind]
    .filter((group) => !group.some((field) => mapped.has(field)))
    .map((group) => group[0] ?? '');
}

/** Fields that several columns give; all but lists of phones and e-mails are probably a slip. */
export function repeatedFields(mapping: readonly ColumnMapping[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { field } of mapping) {
    if (!field || SEVERAL.has(field)) continue;
    if (seen.has(field)) twice.add(field);
    seen.add(field);
  }
  return twice;
}

/** A template knows columns by header; columns that it does not know keep what they have. */
export function applyTemplate(mapping: readonly ColumnMapping[], template: ImportTemplate): ColumnMapping[] {
  const fields = new Map(template.mapping.map((m) => [headerKey(m.column), m.field]));
  return mapping.map((m) => ({ ...m, field: fields.get(headerKey(m.column)) ?? m.field }));
}
const headerKey = (header: string): string => header.trim().toLowerCase().replaceAll('ё', 'е');

export const sameMapping = (a: readonly ColumnMapping[], b: readonly ColumnMapping[]): boolean =>
  a.length === b.length && a.every((m, i) => m.column === b[i]?.column && m.field === b[i]?.field);
