/** Parts of an amount and when each is paid, as a form holds them and as people read them (pure). */
import type { TFunction } from 'i18next';
import type { Money, Schemas } from '@/shared/api/types';

export type PaymentStage = Schemas['PaymentStage'];
export const EVENTS = ['CONTRACT', 'INVOICE', 'SHIPMENT'] as const;

export interface Part {
  /** Tells parts of a form apart. */
  id: number;
  percent: number;
  event: (typeof EVENTS)[number];
  days: number;
}

export const partsOf = (schedule: readonly PaymentStage[]): Part[] =>
  schedule.map(({ percent, event, days }, id) => ({ id, percent, event: event || 'INVOICE', days }));

export const stagesOf = (parts: readonly Part[]): PaymentStage[] =>
  parts.map(({ percent, event, days }) => ({ percent, event, days }));

/** What is left of the whole, in percent; below 0: they are more than that. */
export const restOf = (parts: readonly Pick<Part, 'percent'>[]) =>
  100 - parts.reduce((sum, { percent }) => sum + percent, 0);

/** «через 10 дней после отгрузки», «за 3 дня до отгрузки», «при отгрузке». */
export function whenText(t: TFunction, { event, days }: Pick<PaymentStage, 'event' | 'days'>): string {
  if (!event) return '';
  if (days === 0) return t(`schedule.on.${event}`);
  return t(days > 0 ? 'schedule.after' : 'schedule.before', {
    count: Math.abs(days),
    what: t(`schedule.of.${event}`),
  });
}

/** One after the other, as a sentence. */
export const scheduleText = (t: TFunction, schedule: readonly PaymentStage[]): string =>
  schedule.map((part) => `${part.percent} % ${whenText(t, part)}`.trim()).join(', ');

/** «30:SHIPMENT:10, 70:…» as the server writes it in differences and violations. */
export function readSchedule(text: string): PaymentStage[] {
  return text
    .split(', ')
    .filter(Boolean)
    .map((part) => {
      const [percent = '', event = '', days = ''] = part.split(':');
      return { percent: Number(percent), event: event as PaymentStage['event'], days: Number(days) };
    });
}

const minor = (money: Money) => Math.round(Number(money.amount) * 100);

/** What each part comes to in whole kopecks; the last takes what rounding leaves. */
export function sumsOf(schedule: readonly Pick<PaymentStage, 'percent'>[], total: Money): Money[] {
  const whole = minor(total);
  let left = whole;
  return schedule.map(({ percent }, at) => {
    const last = at === schedule.length - 1 && restOf(schedule) === 0;
    const part = last ? left : Math.round((whole * percent) / 100);
    left -= part;
    return { amount: (part / 100).toFixed(2), currency: total.currency };
  });
}
