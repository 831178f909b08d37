import { describe, expect, it, vi } from 'vitest';
import { requestId } from './client';

describe('the id of a request', () => {
  it('is one for a button pressed twice, and another for another wish or a later one', () => {
    vi.useFakeTimers();
    const first = requestId({ text: 'a' });
    expect(requestId({ text: 'a' })).toBe(first);
    const other = requestId({ text: 'b' });
    expect(other).not.toBe(first);
    vi.advanceTimersByTime(2000);
    expect(requestId({ text: 'b' })).not.toBe(other);
    expect(requestId()).not.toBe(requestId());
    vi.useRealTimers();
  });
});
