import { describe, expect, it } from 'vitest';
import type { Interaction } from './api';
import { contactFrom, partsOf } from './filled';

describe('what is known of who took part', () => {
  it('takes a name apart', () => {
    expect(partsOf('Ольга')).toEqual({ given_name: 'Ольга' });
    expect(partsOf('Ольга Сергеевна')).toEqual({ given_name: 'Ольга', middle_name: 'Сергеевна' });
    const whole = { family_name: 'Орлова', given_name: 'Ольга', middle_name: 'Сергеевна' };
    expect(partsOf('Орлова Ольга Сергеевна')).toEqual(whole);
  });

  it('fills in addresses of their kinds', () => {
    const with_whom = [
      { text: '+7 912 345-67-89', kind: 'PHONE' },
      { text: 'a@b.ru', kind: 'EMAIL' },
    ];
    const filled = contactFrom({ with_whom } as unknown as Interaction);
    expect(filled.phones?.map(({ number }) => number)).toEqual(['+7 912 345-67-89']);
    expect(filled.emails?.map(({ address }) => address)).toEqual(['a@b.ru']);
  });
});
