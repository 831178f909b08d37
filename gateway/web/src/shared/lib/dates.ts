/** Dates as people write them: 31.12.2026, 31/12/26, 31122026, 31 декабря, «завтра», 2026-12-31. */

// Three letters tell the months apart in Russian, save May's second form.
const MONTHS = ['янв', 'фев', 'мар', 'апр', 'ма', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const MONTHS_EN = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NEAR: Record<string, number> = {
  сегодня: 0,
  today: 0,
  вчера: -1,
  yesterday: -1,
  завтра: 1,
  tomorrow: 1,
};

/** The date meant, as 2026-12-31; nothing if none is. */
export function readDate(written: string, today = new Date()): string | null {
  const text = written.trim().toLowerCase().replaceAll('ё', 'е');
  const near = NEAR[text];
  if (near !== undefined)
    return civil(today.getFullYear(), today.getMonth() + 1, today.getDate() + near, true);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return civil(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const solid = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text);
  const parted =
    /^(\d{1,2})[.,/\-\s]+(\d{1,2}|[a-zа-я]{3,})\.?(?:[.,/\-\s]+(\d{4}|\d{2}))?(?:\s*г\.?)?\.?$/.exec(text);
  const [, day, month, year] = solid ?? parted ?? [];
  if (!day || !month) return null;
  return civil(fullYear(year, today), monthOf(month), Number(day));
}

/** 31.12.2026, and what is no date as it is. */
export function writeDate(value: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return parts ? `${parts[3]}.${parts[2]}.${parts[1]}` : value;
}

/** The civil date where the tenant is, whatever the browser thinks. */
export const todayIn = (timeZone: string, now = new Date()) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: timeZone || 'Europe/Moscow' }).format(now);

/** The civil date so many days later. */
export function daysLater(value: string, days: number): string {
  const [year = 0, month = 1, day = 1] = value.split('-').map(Number);
  return civil(year, month, day + days, true) ?? value;
}

function civil(year: number, month: number, day: number, rolls = false): string | null {
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, day);
  const same = found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  return year >= 1000 && (rolls || same) ? found.toISOString().slice(0, 10) : null;
}

function monthOf(written: string): number {
  if (/^\d/.test(written)) return Number(written);
  const known = (names: string[]) => names.findIndex((name) => written.startsWith(name)) + 1;
  return known(MONTHS) || known(MONTHS_EN);
}

/** Two digits mean the last hundred years, but for the ten to come. */
function fullYear(written: string | undefined, today: Date): number {
  const now = today.getFullYear();
  if (!written) return now;
  if (written.length === 4) return Number(written);
  const year = now - (now % 100) + Number(written);
  return year > now + 10 ? year - 100 : year;
}
