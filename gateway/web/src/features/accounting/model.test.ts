import { describe, expect, it } from 'vitest';
import type { OrganizationOption, Seller } from './api';
import { choicesOf, fieldsOfSellers, organizationsOf } from './model';

const seller = { name: 'sellers/1', display_name: 'ООО «Своя»', inn: '7799071623' } as Seller;
const found: OrganizationOption[] = [
  { ref_key: 'b', display_name: 'Другая', inn: '7701234560', kpp: '' },
  { ref_key: 'a', display_name: 'Своя', inn: '7799071623', kpp: '' },
];
const saved = [{ seller: 'sellers/1', ref_key: 'c', display_name: 'Прежняя' }];

describe('organizations of 1C', () => {
  it('are offered with the likely one first, and the one chosen before', () => {
    expect(choicesOf(seller, saved, found).map((one) => one.value)).toEqual(['a', 'b', 'c']);
    expect(choicesOf(seller, saved, []).map((one) => one.label)).toEqual(['Прежняя']);
  });
  it('go through the form and back', () => {
    const fields = fieldsOfSellers(saved, [seller]);
    expect(fields).toEqual({ 'sellers/1': 'c' });
    expect(organizationsOf(fields, saved, [])).toEqual(saved);
    expect(organizationsOf({ 'sellers/1': 'a' }, saved, found)[0]?.display_name).toBe('Своя');
    expect(organizationsOf({ 'sellers/1': null }, saved, found)).toEqual([]);
  });
});
