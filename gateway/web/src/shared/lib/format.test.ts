import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { ago, cappedCount, count, date, due, initials, money, shortTime } from './format';
import { phone, telHref } from './phone';

beforeAll(() => i18n.init({ lng: 'ru', resources: {} }));
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it('are grouped the Russian way', () => {
    expect(plain(count(1234567))).toBe('1 234 567');
  });
  it('show that the server stopped counting', () => {
    expect(plain(cappedCount(1000, true))).toBe('1 000+');
    expect(cappedCount(12, false)).toBe('12');
  });
  it('show kopecks only where there are some', () => {
    expect(plain(money({ amount: '10000', currency: 'RUB' }))).toBe('10 000 ₽');
    expect(plain(money({ amount: '1234567.89', currency: 'RUB' }))).toBe('1 234 567,89 ₽');
  });
  it('name roubles by their sign in English, too', async () => {
    await i18n.changeLanguage('en');
    expect(money({ amount: '8710000', currency: 'RUB' })).toBe('₽8,710,000');
    expect(plain(money({ amount: '5', currency: 'CNY' }))).toBe('CN¥5');
    await i18n.changeLanguage('ru');
  });
});

describe('dates', () => {
  it('have no time zone when they are plain days', () => {
    expect(date('2026-03-05')).toBe('05.03.2026');
  });
  it('shorten what is near', () => {
    const now = new Date(2026, 10, 21, 18, 0);
    expect(shortTime(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toBe('09:05');
    expect(shortTime(new Date(2026, 2, 5, 9, 5).toISOString(), now)).toBe('5 мар');
    expect(shortTime(new Date(2024, 2, 5, 9, 5).toISOString(), now)).toBe('05.03.2024');
  });
  it('say how long ago', () => {
    const now = Date.UTC(2026, 10, 21, 12);
    expect(plain(ago(new Date(now - 5 * 60_000).toISOString(), now))).toBe('5 мин. назад');
    expect(plain(ago(new Date(now - 86_400_000).toISOString(), now))).toBe('вчера');
  });
});

it('what is due as a day is over is due that day', () => {
  expect(due(new Date(2026, 10, 23, 0, 0).toISOString())).toBe('22.11.2026');
  expect(due(new Date(2026, 10, 23, 9, 30).toISOString())).toBe('23.11.2026 09:30');
});

describe('phones', () => {
  it('are written with brackets', () => {
    expect(phone('+78431234567')).toBe('+7 (843) 123-45-67');
  });
  it('stay as they are when masked or foreign', () => {
    expect(phone('+7 843 ***-**-67')).toBe('+7 843 ***-**-67');
    expect(phone('+4930123456')).toBe('+4930123456');
  });
  it('are dialled with the extension, and not when masked', () => {
    expect(telHref('+78431234567', '12')).toBe('tel:+78431234567,12');
    expect(telHref('+7843*****67')).toBeUndefined();
  });
});

describe('initials', () => {
  it('skip quotes and empty words', () => {
    expect(initials('ООО «Ветер»')).toBe('ОВ');
    expect(initials('  анна ')).toBe('А');
    expect(initials('—')).toBe('');
  });
});
