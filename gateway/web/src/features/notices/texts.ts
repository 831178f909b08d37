/** How notices are put into words. */
import i18n from 'i18next';
import { date, dateTime, time } from '@/shared/lib/format';
import type { Notice } from './api';
import { several } from './model';

export function titleOf(notice: Notice): string {
  const count = several(notice);
  return count > 1 ? i18n.t(`notices.many.${notice.kind}`, { count }) : notice.display_name;
}

/** Whom it is about, when, and who has to do with it. */
export function about(notice: Notice): string {
  const { client, executor, by, sign, result, instead_of } = notice.facts;
  const whose = notice.kind === 'ESCALATION' ? executor : by;
  const ended = sign ? [result || i18n.t(`notices.${sign}`)] : [];
  const instead = instead_of ? [i18n.t('notices.insteadOf', { name: instead_of })] : [];
  return [client, whose, ...ended, when(notice), ...instead].filter(Boolean).join(' · ');
}

function when(notice: Notice): string {
  const { start_time, start_date, due_time } = notice.facts;
  if (notice.kind === 'CLOSED') return '';
  if (notice.kind === 'OVERDUE' || notice.kind === 'ESCALATION') {
    return due_time ? i18n.t('notices.due', { when: dateTime(due_time) }) : '';
  }
  if (start_time) {
    const today = new Date(start_time).toDateString() === new Date().toDateString();
    return today ? time(start_time) : dateTime(start_time);
  }
  return start_date ? date(start_date) : '';
}
