import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import ru from '@/shared/i18n/ru/series.json';
import { along, monthlyOf, patternWords, presetsOf, repeatOf, ruleOf, ruleWords } from './rule';

const i18n = createInstance();
void i18n.init({ lng: 'ru', resources: { ru: { translation: ru } }, initAsync: false });
const TUESDAY = '2026-12-08';
const words = (rule: string, day = TUESDAY) => ruleWords(i18n.t, 'ru', { rule, on_day_off: 'KEEP' }, day);

it('offers what is usually meant, by the day', () => {
  expect(presetsOf(TUESDAY).map((each) => patternWords(i18n.t, 'ru', each, TUESDAY))).toEqual([
    'каждый день',
    'по будням',
    'каждую неделю по вторникам',
    'каждый месяц 8-го числа',
    'каждый месяц во второй вторник',
    'каждый год 8 декабря',
  ]);
  expect(monthlyOf('2026-12-31')).toEqual(['BYMONTHDAY=31', 'BYMONTHDAY=-1', 'BYDAY=-1TH']);
  expect(monthlyOf('2027-02-28')).toEqual(['BYMONTHDAY=28', 'BYMONTHDAY=-1', 'BYDAY=4SU', 'BYDAY=-1SU']);
});

it('says every rule of the server in words', () => {
  expect(words('FREQ=DAILY;INTERVAL=2')).toBe('каждые 2 дня');
  expect(words('FREQ=DAILY;INTERVAL=5;COUNT=1')).toBe('каждые 5 дней, 1 раз');
  expect(words('FREQ=DAILY;INTERVAL=21;COUNT=3')).toBe('каждый 21 день, 3 раза');
  expect(words('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR')).toBe('каждые 2 недели по понедельникам и пятницам');
  expect(words('FREQ=WEEKLY;INTERVAL=21;COUNT=12')).toBe('каждую 21 неделю по вторникам, 12 раз');
  expect(words('FREQ=MONTHLY;BYMONTHDAY=1,15,-1')).toBe(
    'каждый месяц 1-го числа, 15-го числа и в последний день',
  );
  expect(words('FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270131')).toBe(
    'каждый месяц в последнюю пятницу, до 31.01.2027',
  );
  expect(words('FREQ=MONTHLY;BYDAY=1SU')).toBe('каждый месяц в первое воскресенье');
  expect(words('FREQ=YEARLY;INTERVAL=2')).toBe('каждые 2 года 8 декабря');
});

it('keeps what it has read', () => {
  for (const rule of [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=7',
    'FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270131',
    'FREQ=DAILY',
  ])
    expect(ruleOf(repeatOf({ rule, on_day_off: 'SKIP' }))).toEqual({ rule, on_day_off: 'SKIP' });
});

it('moves along with the day only what was made of it', () => {
  const weekly = { freq: 'WEEKLY', interval: 1, by: 'BYDAY=TU' } as const;
  expect(along(weekly, TUESDAY, '2026-12-09').by).toBe('BYDAY=WE');
  expect(along({ ...weekly, by: 'BYDAY=MO,TU' }, TUESDAY, '2026-12-09').by).toBe('BYDAY=MO,TU');
  const monthly = { freq: 'MONTHLY', interval: 1, by: 'BYMONTHDAY=8' } as const;
  expect(along(monthly, TUESDAY, '2026-12-17').by).toBe('BYMONTHDAY=17');
  expect(along({ ...monthly, by: 'BYDAY=2TU' }, TUESDAY, '2026-12-17').by).toBe('BYDAY=3TH');
});
