/** How values are written: numbers, money, dates, names. The language decides. */
import i18n from 'i18next';

const cache = new Map<string, unknown>();
function cached<T>(key: string, make: (language: string) => T): T {
  const language = i18n.language || 'ru';
  const id = `${language} ${key}`;
  let found = cache.get(id) as T | undefined;
  if (found === undefined) {
    found = make(language);
    cache.set(id, found);
  }
  return found;
}

const numberFormat = (options: Intl.NumberFormatOptions) =>
  cached(`n${JSON.stringify(options)}`, (language) => new Intl.NumberFormat(language, options));
const dateFormat = (options: Intl.DateTimeFormatOptions) =>
  cached(`d${JSON.stringify(options)}`, (language) => new Intl.DateTimeFormat(language, options));

export const count = (value: number) => numberFormat({ maximumFractionDigits: 0 }).format(value);

/** «1 000+» when the server stopped counting. */
export const cappedCount = (value: number, capped: boolean) => count(value) + (capped ? '+' : '');

/** Roubles by their sign in every language; the narrow signs of others are not theirs alone. */
export const currencyFormat = (code: string, options: Intl.NumberFormatOptions = {}) => {
  const currency = code || 'RUB';
  const currencyDisplay = currency === 'RUB' ? 'narrowSymbol' : 'symbol';
  return numberFormat({ style: 'currency', currency, currencyDisplay, ...options });
};

export function money(value: { amount: string; currency: string }): string {
  const amount = Number(value.amount);
  const minimumFractionDigits = Number.isInteger(amount) ? 0 : 2;
  return currencyFormat(value.currency, { minimumFractionDigits }).format(amount);
}

const KB = 1024;
/** «214 кБ»: what is less than a kilobyte is one. */
export function fileSize(bytes: number): string {
  const [unit, size] = bytes < KB * KB ? ['kilobyte', bytes / KB] : ['megabyte', bytes / KB / KB];
  const maximumFractionDigits = unit === 'megabyte' && size < 10 ? 1 : 0;
  return numberFormat({ style: 'unit', unit, maximumFractionDigits }).format(Math.max(1, size));
}

/** 05.03.2026 in Russian. A plain date has no time zone, so none may be applied to it. */
export function date(value: string): string {
  const [year = 0, month = 1, day = 1] = value.slice(0, 10).split('-').map(Number);
  return dateFormat({ day: '2-digit', month: '2-digit', year: 'numeric' }).format(
    new Date(year, month - 1, day),
  );
}

export const dateTime = (value: string) =>
  dateFormat({
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(new Date(value))
    .replace(',', '');

export const time = (value: string) =>
  dateFormat({ hour: '2-digit', minute: '2-digit' }).format(new Date(value));

export function ago(value: string, now = Date.now()): string {
  const relative = cached(
    'r',
    (language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }),
  );
  const minutes = Math.round((now - new Date(value).getTime()) / 60_000);
  if (minutes < 60) return relative.format(-Math.max(minutes, 0), 'minute');
  if (minutes < 60 * 24) return relative.format(-Math.round(minutes / 60), 'hour');
  const days = Math.round(minutes / 1440);
  if (days < 31) return relative.format(-days, 'day');
  if (days < 365) return relative.format(-Math.round(days / 30), 'month');
  return relative.format(-Math.round(days / 365), 'year');
}

/** Today by time, this year by day and month, else the whole date. */
export function shortTime(value: string, now = new Date()): string {
  const when = new Date(value);
  if (when.toDateString() === now.toDateString()) return time(value);
  if (when.getFullYear() === now.getFullYear()) {
    return dateFormat({ day: 'numeric', month: 'short' }).format(when).replace('.', '');
  }
  return date(localDay(when));
}

/** By when: what is due as a day is over is due that day, and not in the night after it. */
export function due(value: string): string {
  const when = new Date(value);
  if (when.getHours() || when.getMinutes()) return dateTime(value);
  return date(localDay(new Date(when.getTime() - 1)));
}

function localDay(when: Date) {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
}

export const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word))
    .slice(0, 2)
    .map((word) => word.match(/\p{L}/u)![0].toUpperCase())
    .join('');

/** 9 августа; a plain date has no time zone. */
export function dayMonth(value: string): string {
  const [year = 0, month = 1, day = 1] = value.slice(0, 10).split('-').map(Number);
  return dateFormat({ day: 'numeric', month: 'long' }).format(new Date(year, month - 1, day));
}
