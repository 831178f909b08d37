import { expect, it } from 'vitest';
import { fileRefusal, MAX_FILE_SIZE } from './upload';

it('takes tables and refuses what cannot be one', () => {
  expect(fileRefusal({ name: 'База 2026.XLSX', size: 10 })).toBeNull();
  expect(fileRefusal({ name: 'base.csv', size: 10 })).toBeNull();
  expect(fileRefusal({ name: 'base.pdf', size: 10 })).toBe('TYPE');
  expect(fileRefusal({ name: 'base.xls', size: 10 })).toBe('TYPE');
  expect(fileRefusal({ name: 'base.csv', size: 0 })).toBe('EMPTY');
  expect(fileRefusal({ name: 'base.csv', size: MAX_FILE_SIZE + 1 })).toBe('SIZE');
});
