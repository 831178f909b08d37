import { describe, expect, it } from 'vitest';
import { offered } from './offered';

describe('offered', () => {
  it('has each once, the chosen first, and what is in sight by the alphabet', () => {
    expect(offered(['Сайт', '', 'Звонок', 'Сайт'], [], '')).toEqual(['Звонок', 'Сайт']);
    expect(offered(['Сайт', 'Звонок'], ['Сайт', 'Ушедший'], '')).toEqual(['Сайт', 'Ушедший', 'Звонок']);
  });

  it('has what is typed, though nobody in sight has it', () => {
    expect(offered(['Сайт', 'Звонок'], [], ' сай ')).toEqual(['Сайт', 'сай']);
    expect(offered(['Сайт'], [], 'Сайт')).toEqual(['Сайт']);
  });
});
