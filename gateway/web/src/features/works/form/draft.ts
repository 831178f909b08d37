/** What the form of a work holds, and what of it is sent. */
import { todayIn } from '@/shared/lib/dates';
import { civilIn, instantIn } from '@/shared/lib/zones';
import type { Reminder, WhenInput, Work, WorkInput } from '../api';
import type { SubjectKind } from '../subject';
import { subjectKind } from '../subject';
import { isDate, onDay, type WhenDraft, draftOf as whenDraftOf, whenOf } from '../when';

export interface Draft {
  display_name: string;
  action: string;
  planned_result: string;
  subject: string;
  subjectKind: SubjectKind;
  contact: string;
  owner: string;
  participants: string[];
  when: WhenDraft;
  /** The day and time by which it must be closed; no day: as `when` ends. */
  deadlineDay: string;
  deadlineTime: string;
  priority: string;
  reminder: string;
  /** Format: workScripts/{work_script} */
  script: string;
  description: string;
  based_on: string;
  parent: string;
}

/** What a work is about, where it is planned from a card. */
export interface About {
  subject: string;
  display_name: string;
  /** The person of the client it is with. */
  contact?: string;
  contact_display_name?: string;
}

/** As the list of choices names them: none, so many minutes before, or so many days before at nine. */
export const REMINDERS = { EXACT: ['', 'm5', 'm15', 'm60', 'm1440'], DAY: ['', 'd0', 'd1', 'd3'] } as const;
const AT = '09:00';
const EVENING = '18:00';

function deadlineOf(moment: string | null, zone: string) {
  if (!moment) return { deadlineDay: '', deadlineTime: EVENING };
  const { date, time } = civilIn(zone, moment);
  return { deadlineDay: date, deadlineTime: time };
}

export const remindersOf = (choice: string): Reminder[] => {
  const count = Number(choice.slice(1));
  if (!choice) return [];
  const none = { user: '', minutes_before: 0, days_before: 0, time_of_day: '' };
  return choice.startsWith('m')
    ? [{ ...none, minutes_before: count }]
    : [{ ...none, days_before: count, time_of_day: AT }];
};

const choiceOf = ([first]: Reminder[]) => {
  if (!first) return '';
  return first.time_of_day ? `d${first.days_before}` : `m${first.minutes_before}`;
};

export function newDraft(user: string, zone: string, about?: About, from?: Partial<Draft>): Draft {
  return {
    display_name: '',
    action: '',
    planned_result: '',
    subject: about?.subject ?? '',
    subjectKind: subjectKind(about?.subject ?? '') ?? 'counterparties',
    contact: about?.contact ?? '',
    owner: user,
    participants: [],
    when: onDay(todayIn(zone)),
    deadlineDay: '',
    deadlineTime: EVENING,
    priority: 'NORMAL',
    reminder: '',
    script: '',
    description: '',
    based_on: '',
    parent: '',
    ...from,
  };
}

export const draftOf = (work: Work, zone: string): Draft => ({
  display_name: work.display_name,
  action: work.action,
  planned_result: work.planned_result,
  subject: work.subject,
  subjectKind: subjectKind(work.subject) ?? 'counterparties',
  contact: work.contact,
  owner: work.owner,
  participants: work.participants,
  when: whenDraftOf(work.when, zone),
  ...deadlineOf(work.deadline_time, zone),
  priority: work.priority || 'NORMAL',
  reminder: choiceOf(work.reminders),
  script: work.script,
  description: work.description,
  based_on: work.based_on,
  parent: work.parent,
});

/** «На основании текущей»: the same matter with the same people, on another day. */
export const following = (work: Work): Partial<Draft> => ({
  based_on: work.name,
  subject: work.subject,
  subjectKind: subjectKind(work.subject) ?? 'counterparties',
  contact: work.contact,
  owner: work.owner,
  participants: work.participants,
  priority: work.priority || 'NORMAL',
  script: work.script,
  parent: work.parent,
});

export function inputOf(draft: Draft, zone: string): WorkInput {
  const { subjectKind: _, when, deadlineDay, deadlineTime, reminder, priority, ...same } = draft;
  const known = isDate(deadlineDay) && deadlineTime;
  return {
    ...same,
    priority: priority as WorkInput['priority'],
    when: whenOf(when, zone) as WhenInput,
    // Taken away, it is sent as nothing.
    deadline_time: known ? instantIn(zone, deadlineDay, deadlineTime).toISOString() : (null as never),
    reminders: remindersOf(reminder),
  };
}

/** Only what was changed is sent; reminders of another shape than the form's are left as they are. */
export function changesOf(draft: Draft, before: Draft, zone: string): WorkInput {
  const all: WorkInput = inputOf(draft, zone);
  const old: WorkInput = inputOf(before, zone);
  const sent = Object.entries(all).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field as keyof WorkInput]),
  );
  return Object.fromEntries(sent) as WorkInput;
}
