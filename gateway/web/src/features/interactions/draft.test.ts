import { describe, expect, it } from 'vitest';
import type { Interaction, Participant } from './api';
import { changesOf, draftOf, inputOf } from './draft';

const ZONE = 'Asia/Yekaterinburg';
const known = [
  { text: '+7 912', record: 'contacts/1' },
  { text: 'Пётр', record: '' },
] as Participant[];
const interaction = {
  topic: 'Запрос цены',
  direction: 'IN',
  start_time: '2026-11-22T09:30:00Z',
  subject: 'deals/1',
  with_whom: known,
  participants: [],
} as unknown as Interaction;

describe('the form of an interaction', () => {
  it('shows its time by the reader’s clock and sends the same moment', () => {
    const draft = draftOf(interaction, ZONE);
    expect([draft.date, draft.time, draft.subjectKind]).toEqual(['2026-11-22', '14:30', 'deals']);
    expect(inputOf(draft, ZONE).start_time).toBe('2026-11-22T09:30:00.000Z');
  });

  it('sends back who has been recognised, and only what was changed', () => {
    const before = draftOf(interaction, ZONE);
    expect(changesOf(before, before, ZONE, known)).toEqual({});
    const more = { ...before, people: [...before.people, 'a@b.ru'] };
    expect(changesOf(more, before, ZONE, known)).toEqual({
      with_whom: [
        { text: '+7 912', record: 'contacts/1' },
        { text: 'Пётр', record: '' },
        { text: 'a@b.ru', record: '' },
      ],
    });
  });
});
