import { expect, it } from 'vitest';
import { readAgreementSearch } from './search';

it('leaves out what there is no such thing of', () => {
  expect(readAgreementSearch({ kind: 'STANDARD', state: ['SUBMITTED', 'nonsense'], query: 'опт' })).toEqual({
    kind: 'STANDARD',
    state: ['SUBMITTED'],
    query: 'опт',
  });
  expect(readAgreementSearch({ kind: 'OTHER', state: 'nonsense' })).toEqual({});
});
