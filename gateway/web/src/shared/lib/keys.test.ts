import { describe, expect, it } from 'vitest';
import { keyName } from './keys';

const key = (code: string, more = {}) =>
  keyName({ code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

describe('keyName', () => {
  it('goes by the physical key whatever the layout', () => {
    expect(key('KeyK', { ctrlKey: true })).toBe('mod+KeyK');
    expect(key('KeyK', { metaKey: true })).toBe('mod+KeyK');
  });
  it('tells shifted keys apart', () => {
    expect(key('Slash')).toBe('Slash');
    expect(key('Slash', { shiftKey: true })).toBe('shift+Slash');
  });
});
