import { expect, it } from 'vitest';
import { fileRefusal, kindGuess, MAX_FILE_SIZE } from './upload';

it('takes tables and refuses what cannot be one', () => {
  expect(fileRefusal({ name: 'База 2026.XLSX', size: 10 })).toBeNull();
  expect(fileRefusal({ name: 'base.csv', size: 10 })).toBeNull();
  expect(fileRefusal({ name: 'base.pdf', size: 10 })).toBe('TYPE');
  expect(fileRefusal({ name: 'base.xls', size: 10 })).toBe('TYPE');
  expect(fileRefusal({ name: 'base.csv', size: 0 })).toBe('EMPTY');
  expect(fileRefusal({ name: 'base.csv', size: MAX_FILE_SIZE + 1 })).toBe('SIZE');
});

it('guesses people by the file name', () => {
  expect(kindGuess('individuals_utf8.csv')).toBe('INDIVIDUAL');
  expect(kindGuess('Физлица 2026.xlsx')).toBe('INDIVIDUAL');
  expect(kindGuess('legal.xlsx')).toBe('LEGAL');
});
