/** What the form of an interaction holds, and what of it is sent. */
import { type SubjectKind, subjectKind } from '@/features/works/subject';
import { isDate } from '@/features/works/when';
import { civilIn, instantIn } from '@/shared/lib/zones';
import type { About, Interaction, InteractionInput, Participant } from './api';

export interface Draft {
  topic: string;
  kind: string;
  direction: '' | 'IN' | 'OUT';
  date: string;
  time: string;
  minutes: number;
  subject: string;
  subjectKind: SubjectKind;
  /** As they called themselves. */
  people: string[];
  occasion: string;
  place: string;
  text: string;
  result: string;
  owner: string;
  participants: string[];
  based_on: string;
}

export const newDraft = (user: string, zone: string, about?: About, basedOn?: Interaction): Draft => ({
  topic: basedOn?.topic ?? '',
  kind: basedOn?.kind ?? '',
  direction: 'IN',
  ...civilIn(zone, Date.now()),
  minutes: 0,
  subject: about?.subject ?? basedOn?.subject ?? '',
  subjectKind: subjectKind(about?.subject ?? basedOn?.subject ?? '') ?? 'counterparties',
  people: basedOn?.with_whom.map(({ text }) => text) ?? [],
  occasion: '',
  place: '',
  text: '',
  result: '',
  owner: user,
  participants: [],
  based_on: basedOn?.name ?? '',
});

export const draftOf = (from: Interaction, zone: string): Draft => ({
  topic: from.topic,
  kind: from.kind,
  direction: from.direction,
  ...civilIn(zone, from.start_time ?? Date.now()),
  minutes: from.minutes,
  subject: from.subject,
  subjectKind: subjectKind(from.subject) ?? 'counterparties',
  people: from.with_whom.map(({ text }) => text),
  occasion: from.occasion,
  place: from.place,
  text: from.text,
  result: from.result,
  owner: from.owner,
  participants: from.participants,
  based_on: from.based_on,
});

/** `known`: who of them has been recognised already. */
export function inputOf(draft: Draft, zone: string, known: readonly Participant[] = []): InteractionInput {
  const { date, time, people, subjectKind: _, ...same } = draft;
  return {
    ...same,
    start_time: isDate(date) && time ? instantIn(zone, date, time).toISOString() : undefined,
    with_whom: people.map((text) => ({ text, record: known.find((one) => one.text === text)?.record ?? '' })),
  };
}

/** Only what was changed is sent. */
export function changesOf(
  draft: Draft,
  before: Draft,
  zone: string,
  known: readonly Participant[],
): Partial<InteractionInput> {
  const old = inputOf(before, zone, known);
  const sent = Object.entries(inputOf(draft, zone, known)).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field as keyof InteractionInput]),
  );
  return Object.fromEntries(sent) as Partial<InteractionInput>;
}
