import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expire, noteTyping, TypingSignal } from './typing';

const anna = { id: 'anna', name: 'Anna' };

describe('typing', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('never sticks when the stop is lost', () => {
    const typists = noteTyping([], anna, true, 0);
    expect(expire(typists, 4_999)).toHaveLength(1);
    expect(expire(typists, 5_000)).toHaveLength(0);
  });

  it('counts a person once', () => {
    const twice = noteTyping(noteTyping([], anna, true, 0), anna, true, 100);
    expect(twice).toHaveLength(1);
    expect(noteTyping(twice, anna, false, 200)).toHaveLength(0);
  });

  it('tells others at the start, then every three seconds, and at the end', () => {
    const sent: boolean[] = [];
    const signal = new TypingSignal((typing) => sent.push(typing));
    signal.typed(10_000);
    signal.typed(11_000);
    expect(sent).toEqual([true]);
    signal.typed(13_000);
    expect(sent).toEqual([true, true]);
    vi.advanceTimersByTime(4_000);
    expect(sent).toEqual([true, true, false]);
    signal.stop();
    expect(sent).toHaveLength(3);
  });
});
