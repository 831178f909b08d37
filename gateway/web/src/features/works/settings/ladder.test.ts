import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import texts from '@/shared/i18n/ru/workSetup.json';
import { afterText, hoursOf, minutesOf, nextStep } from './ladder';

beforeAll(() => i18n.init({ lng: 'ru', resources: { ru: { translation: texts } } }));

describe('a ladder in words', () => {
  it('says when somebody hears of it', () => {
    const said = [0, 60, 240, 300, 480, 90].map((minutes) => afterText(i18n.t, minutes));
    expect(said).toEqual([
      'сразу',
      'через 1 рабочий час',
      'через 4 рабочих часа',
      'через 5 рабочих часов',
      'через 8 рабочих часов',
      'через 90 рабочих минут',
    ]);
  });

  it('counts hours as they are written', () => {
    expect(minutesOf(1.5)).toBe(90);
    expect(hoursOf(minutesOf(0.25))).toBe(0.25);
  });

  it('goes on a working day later, further up', () => {
    const first = nextStep([]);
    expect(first).toMatchObject({ working_minutes: 0, whom: 'EXECUTOR' });
    const second = nextStep([first]);
    expect(second).toMatchObject({ working_minutes: 480, whom: 'HEAD' });
    expect(nextStep([first, second])).toMatchObject({ working_minutes: 960, whom: 'UPPER_HEAD' });
  });
});
