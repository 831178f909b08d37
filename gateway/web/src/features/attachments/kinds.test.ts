import { expect, it } from 'vitest';
import { kindOf } from './kinds';

it.each([
  ['image/png', 'image'],
  ['application/pdf', 'pdf'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'sheet'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'text'],
  ['text/csv', 'sheet'],
  ['text/plain', 'text'],
  ['application/gzip', 'archive'],
  ['application/octet-stream', 'other'],
])('tells %s', (contentType, kind) => {
  expect(kindOf(contentType)).toBe(kind);
});
