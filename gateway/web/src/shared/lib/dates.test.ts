import { describe, expect, it } from 'vitest';
import { daysLater, readDate, todayIn, writeDate } from './dates';

const TODAY = new Date(2026, 10, 22);

describe('dates as people write them', () => {
  it.each([
    ['31.12.2026', '2026-12-31'],
    ['1.2.2026', '2026-02-01'],
    ['31/12/2026', '2026-12-31'],
    ['31-12-26', '2026-12-31'],
    ['31122026', '2026-12-31'],
    ['311226', '2026-12-31'],
    ['31 12 2026', '2026-12-31'],
    ['31,12,2026', '2026-12-31'],
    ['31.12', '2026-12-31'],
    ['05.03.58', '1958-03-05'],
    ['05.03.36', '2036-03-05'],
    ['5 мая 1990', '1990-05-05'],
    ['5 марта 1990 г.', '1990-03-05'],
    ['5 май 1990', '1990-05-05'],
    ['12 Декабря', '2026-12-12'],
    ['12 december 2020', '2020-12-12'],
    ['29.02.2024', '2024-02-29'],
    ['2026-12-31', '2026-12-31'],
    [' завтра ', '2026-11-23'],
    ['вчера', '2026-11-21'],
    ['Сегодня', '2026-11-22'],
  ])('%s is %s', (written, date) => expect(readDate(written, TODAY)).toBe(date));

  it.each(['', '31.02.2026', '29.02.2025', '32.01.2026', '1.13.2026', 'скоро', '2026', '5 мурта 1990'])(
    '«%s» is none',
    (written) => expect(readDate(written, TODAY)).toBeNull(),
  );

  it('are written with dots; what is none stays as it was', () => {
    expect(writeDate('2026-12-31')).toBe('31.12.2026');
    expect(writeDate('скоро')).toBe('скоро');
  });

  it('follow one another over the ends of months and years', () => {
    expect(daysLater('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysLater('2024-03-01', -1)).toBe('2024-02-29');
  });
});

describe('today', () => {
  it('is the day where the tenant is', () => {
    const evening = new Date('2026-08-08T20:30:00Z');
    expect(todayIn('Europe/Moscow', evening)).toBe('2026-08-08');
    expect(todayIn('Asia/Vladivostok', evening)).toBe('2026-08-09');
  });
});
