import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { namesIn, valueText } from './valueText';

beforeAll(() =>
  i18n.init({
    lng: 'ru',
    resources: {
      ru: {
        translation: {
          fields: { choices: { EXISTING: 'Действующий', none: '—' }, unknownName: 'неизвестно' },
        },
      },
    },
  }),
);

describe('valueText', () => {
  it('writes phones the way people do', () => {
    const phones = [{ number: '+78431234567', extension: '', kind: 'WORK', comment: 'склад' }];
    expect(valueText('phones', phones)).toBe('+7 (843) 123-45-67, склад');
  });
  it('names people and segments', () => {
    const nameOf = (name: string) => (name === 'users/1' ? 'Анна' : undefined);
    expect(valueText('owner', 'users/1', nameOf)).toBe('Анна');
    expect(valueText('participants', ['users/1', 'users/2'], nameOf)).toBe('Анна, неизвестно');
    expect(namesIn('participants', ['users/1'])).toEqual(['users/1']);
  });
  it('writes enums by their words and dates without a zone', () => {
    expect(valueText('market_state', 'EXISTING')).toBe('Действующий');
    expect(valueText('registration_date', '2015-04-17')).toBe('17.04.2015');
  });
  it('is empty for what has no value', () => {
    expect(valueText('inn', '')).toBe('');
    expect(valueText('passport', null)).toBe('');
    expect(valueText('headcount', 0)).toBe('');
  });
});
