import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client';
import { fieldErrors, fieldPath } from './errors';

describe('fieldPath', () => {
  it('drops the resource and writes indexes with dots', () => {
    expect(fieldPath('counterparty.phones[1].number')).toBe('phones.1.number');
    expect(fieldPath('inn')).toBe('inn');
  });
  it('knows the body of every request there is', () => {
    const protos = fileURLToPath(new URL('../../../../../protos', import.meta.url));
    const files = readdirSync(protos, { recursive: true, encoding: 'utf8' });
    const bodies = files
      .filter((file) => file.endsWith('.proto'))
      .flatMap((file) => [...readFileSync(join(protos, file), 'utf8').matchAll(/body: "([a-z_]+)"/g)])
      .map(([, body]) => body);
    expect(bodies.length).toBeGreaterThan(20);
    expect(bodies.filter((body) => fieldPath(`${body}.x`) !== 'x')).toEqual([]);
  });
});

describe('fieldErrors', () => {
  it('keeps the first message of each field', () => {
    const error = new ApiError({
      title: 't',
      status: 400,
      reason: 'INVALID_ARGUMENT',
      fields: [
        { field: 'counterparty.inn', reason: 'NO_SUCH_REASON', description: 'first' },
        { field: 'inn', reason: 'NO_SUCH_REASON', description: 'second' },
      ],
    });
    expect(fieldErrors(error)).toEqual({ inn: 'first' });
  });
  it('finds none in an error of another kind', () => {
    expect(fieldErrors(new Error('x'))).toEqual({});
  });
});
