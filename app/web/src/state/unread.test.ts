import { describe, expect, it } from 'vitest';
import type { Channel, Message } from '../api/types';
import { markRead, noteUnread, unreadOf } from './unread';

const channel = (id: string, more: Partial<Channel> = {}): Channel => ({ id, user_id: 'x', name: id, ...more });
const message = (from: string, more: Partial<Message> = {}) =>
  ({ id: 'm', user_id: from, channel_id: 'c', parent_id: null, ...more }) as Message;

describe('unread', () => {
  it("takes the server's count, and else what this browser remembers", () => {
    const channels = [channel('a', { unread_count: 3 }), channel('b', { last_message_at: 9 }), channel('c')];
    const unread = unreadOf(channels, new Map([['b', 9]]), null);
    expect([...unread]).toEqual([['a', 3], ['b', 0], ['c', 0]]);
    expect(unreadOf(channels, new Map([['b', 8]]), 'a').get('a')).toBe(0);
    expect(unreadOf(channels, new Map([['b', 8]]), null).get('b')).toBe(1);
  });

  it('counts what others wrote and nobody saw here', () => {
    const start = new Map<string, number>();
    expect(noteUnread(start, message('bela'), 'anna', false).get('c')).toBe(1);
    expect(noteUnread(start, message('anna'), 'anna', false)).toBe(start);
    expect(noteUnread(start, message('bela'), 'anna', true)).toBe(start);
    expect(noteUnread(start, message('bela', { parent_id: 'p' }), 'anna', false)).toBe(start);
    expect(markRead(new Map([['c', 2]]), 'c').get('c')).toBe(0);
  });
});
