import { describe, expect, it } from 'vitest';
import type { ColumnMapping, Counts, ImportFile, ImportState } from './model';
import { applyTemplate, lacking, progressOf, reconcile, repeatedFields, stepOf, stepStatus } from './model';

const counts = (over: Partial<Counts> = {}): Counts => ({
  read: 400,
  staged: 400,
  valid: 366,
  duplicates: 8,
  rejected: 26,
  created: 100,
  updated: 6,
  waiting: 260,
  ...over,
});
const mapping: ColumnMapping[] = [
  { column: 'Название', field: 'display_name', samples: [] },
  { column: 'Телефон', field: 'phones', samples: [] },
];
const file = (state: ImportState, over: Partial<ImportFile> = {}): ImportFile => ({
  name: 'imports/1',
  kind: 'LEGAL',
  state,
  counts: counts(),
  file_name: 'base.csv',
  file_size: 1000,
  format: 'CSV',
  encoding: 'utf-8',
  separator: ';',
  mapping,
  duplicate_policy: 'SKIP',
  owner: '',
  segments: [],
  bytes_read: 250,
  creator: 'users/1',
  creator_display_name: 'A',
  create_time: '2026-11-21T10:00:00Z',
  update_time: '2026-11-21T10:00:00Z',
  undo_expire_time: null,
  error_reason: '',
  etag: '1',
  ...over,
});

describe('reconcile', () => {
  it('adds up to what was read', () => {
    const r = reconcile(counts(), 'STAGED');
    expect(r.rest).toBe(0);
    expect(r.restMeaning).toBe('none');
    expect(r.parts.reduce((sum, p) => sum + p.count, 0)).toBe(400);
    expect(r.parts.reduce((sum, p) => sum + p.share, 0)).toBeCloseTo(1);
  });
  it('names the rows that are being checked', () => {
    const r = reconcile(counts({ waiting: 200 }), 'CHECKING');
    expect([r.rest, r.restMeaning]).toEqual([60, 'in_work']);
  });
  it('names rows taken back and faults', () => {
    expect(reconcile(counts({ created: 0 }), 'UNDONE').restMeaning).toBe('undone');
    expect(reconcile(counts({ created: 0 }), 'STAGED').restMeaning).toBe('mismatch');
    expect(reconcile(counts({ created: 101 }), 'CREATING').restMeaning).toBe('mismatch');
  });
  it('stands an import without counts', () => {
    const r = reconcile(null, 'QUEUED');
    expect([r.read, r.rest]).toEqual([0, 0]);
    expect(r.parts.every((p) => p.share === 0)).toBe(true);
  });
});

describe('progressOf', () => {
  it('goes by bytes while reading and by rows while creating', () => {
    expect(progressOf(file('READING'))).toBe(0.25);
    expect(progressOf(file('CREATING'))).toBeCloseTo(106 / 366);
    expect(progressOf(file('STAGED'))).toBeNull();
    expect(progressOf(file('READING', { file_size: 0 }))).toBeNull();
  });
});

describe('steps', () => {
  it('opens where the user is needed', () => {
    expect(stepOf(file('READING'))).toBe('file');
    expect(stepOf(file('FAILED'))).toBe('file');
    expect(stepOf(file('STAGED'))).toBe('rows');
    expect(stepOf(file('STAGED', { mapping: [{ column: 'x', field: '', samples: [] }] }))).toBe('mapping');
    expect(stepOf(file('DONE'))).toBe('result');
    expect(stepOf(file('UNDONE'))).toBe('result');
  });
  it('shows how far each has come', () => {
    expect(stepStatus('file', file('READING'))).toBe('active');
    expect(stepStatus('rows', file('READING'))).toBe('todo');
    expect(stepStatus('file', file('FAILED'))).toBe('failed');
    expect(stepStatus('rows', file('STAGED'))).toBe('active');
    expect(stepStatus('rows', file('DONE', { counts: counts({ waiting: 0, rejected: 0 }) }))).toBe('done');
    expect(stepStatus('result', file('STAGED', { counts: counts({ created: 0, updated: 0 }) }))).toBe('todo');
  });
});

describe('mapping', () => {
  it('asks for a name', () => {
    expect(lacking('LEGAL', mapping)).toEqual([]);
    expect(lacking('LEGAL', [{ column: 'x', field: 'inn', samples: [] }])).toEqual(['display_name']);
    expect(lacking('LEGAL', [])).toEqual([]);
  });
  it('finds a field given twice, but several phone columns are fine', () => {
    const twice = [...mapping, { column: 'Имя', field: 'display_name', samples: [] }];
    expect([...repeatedFields(twice)]).toEqual(['display_name']);
    expect(repeatedFields([...mapping, { column: 'Тел. 2', field: 'phones', samples: [] }]).size).toBe(0);
  });
  it('takes a template by header, whatever the case', () => {
    const template = {
      name: 'importTemplates/1',
      display_name: '1C',
      kind: 'LEGAL' as const,
      mapping: [{ column: ' телефон ', field: 'contact_phones', samples: [] }],
    };
    expect(applyTemplate(mapping, template).map((m) => m.field)).toEqual(['display_name', 'contact_phones']);
  });
});
