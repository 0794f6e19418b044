import { describe, expect, it } from 'vitest';
import type { Message } from '../api/types';
import { addPending, applyEvent, applyPage, confirm, EMPTY, setFailure, type Timeline } from './timeline';

function message(id: string, at: number, more: Partial<Message> = {}): Message {
  return {
    id,
    user_id: 'anna',
    channel_id: 'c',
    parent_id: null,
    content: id,
    created_at: at,
    updated_at: at,
    ...more,
  };
}

function loaded(...messages: Message[]): Timeline {
  return applyPage(EMPTY, { messages: messages.toReversed(), askedAt: 0, newest: true, oldest: true });
}

const ids = (timeline: Timeline) => timeline.messages.map(({ id }) => id);
const pending = { tempId: 't1', channelId: 'c', content: 'hi', writtenAt: 1 };

describe('timeline', () => {
  it('keeps the order of the database, whatever the order of arrival', () => {
    const timeline = [message('b', 2), message('a', 1), message('c', 3)].reduce(
      (before, data) => applyEvent(before, { type: 'message', data }),
      loaded(),
    );
    expect(ids(timeline)).toEqual(['a', 'b', 'c']);
  });

  it('shows an own message once, whether the answer or the event comes first', () => {
    const sent = addPending(loaded(), pending);
    const event = { type: 'message', data: message('m', 5, { temp_id: 't1' }) } as const;
    for (const timeline of [
      confirm(applyEvent(sent, event), 't1', message('m', 5)),
      applyEvent(confirm(sent, 't1', message('m', 5)), event),
    ]) {
      expect(ids(timeline)).toEqual(['m']);
      expect(timeline.pending).toEqual([]);
    }
  });

  it('does not bring back a deleted message by the late answer to its post', () => {
    const deleted = applyEvent(addPending(loaded(), pending), { type: 'message:delete', data: { id: 'm' } });
    const timeline = confirm(deleted, 't1', message('m', 5));
    expect(timeline.messages).toEqual([]);
    expect(timeline.pending).toEqual([]);
  });

  it('keeps an edit that came while an older page was on its way', () => {
    const edited = message('m', 1, { content: 'new', updated_at: 9 });
    const timeline = applyEvent(EMPTY, { type: 'message:update', data: edited });
    const page = { messages: [message('m', 1)], askedAt: 0, newest: true, oldest: true };
    expect(applyPage(timeline, page).messages).toEqual([edited]);
  });

  it('never goes back to an older text for a moment, when a page was faster than the events', () => {
    const newest = message('m', 1, { content: 'third', updated_at: 3 });
    const asked = { messages: [newest], askedAt: 0, newest: true, oldest: true };
    const arrived = applyEvent(EMPTY, { type: 'message', data: message('m', 1) });
    const timeline = applyPage(arrived, asked);
    expect(timeline.messages).toEqual([newest]);
    const second = message('m', 1, { content: 'second', updated_at: 2 });
    expect(applyEvent(timeline, { type: 'message:update', data: second }).messages).toEqual([newest]);
  });

  it('forgets on reload what was deleted while no event came', () => {
    const before = loaded(message('a', 1), message('b', 2), message('c', 3));
    const page = { messages: [message('c', 3), message('a', 1)], askedAt: before.clock, newest: true, oldest: true };
    expect(ids(applyPage(before, page))).toEqual(['a', 'c']);
  });

  it('leaves replies of a thread to the thread', () => {
    const reply = message('r', 4, { parent_id: 'a' });
    const replied = applyEvent(loaded(message('a', 1)), { type: 'message', data: reply });
    const parent = message('a', 1, { reply_count: 1 });
    const timeline = applyEvent(replied, { type: 'message:reply', data: parent });
    expect(timeline.messages).toEqual([parent]);
  });

  it('marks a failure and takes it back for another try', () => {
    const failed = setFailure(addPending(loaded(), pending), 't1', 'no');
    expect(failed.pending[0]?.failure).toBe('no');
    expect(setFailure(failed, 't1', null).pending).toEqual([pending]);
  });
});
