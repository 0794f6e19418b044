import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/http';
import type { Message } from '../api/types';
import { Outbox } from './outbox';
import type { PendingMessage } from './timeline';

const written = (tempId: string): PendingMessage => ({ tempId, channelId: 'c', content: tempId, writtenAt: 0 });
const stored = (tempId: string) => ({ id: `server-${tempId}` }) as Message;

describe('outbox', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function outboxWith(answers: (string | Error)[]) {
    const asked: string[] = [];
    const news: string[] = [];
    let waiting = 0;
    const outbox = new Outbox(
      async ({ tempId }) => {
        asked.push(tempId);
        const answer = answers.shift();
        if (answer instanceof Error) {
          throw answer;
        }
        return stored(tempId);
      },
      {
        confirmed: (sent) => news.push(`confirmed ${sent.tempId}`),
        failed: (sent, reason) => news.push(`failed ${sent.tempId}: ${reason}`),
        changed: (messages) => (waiting = messages.length),
      },
    );
    return { outbox, asked, news, waiting: () => waiting };
  }

  it('sends in the order of writing', async () => {
    const { outbox, asked, news } = outboxWith([]);
    outbox.add(written('a'));
    outbox.add(written('b'));
    await outbox.flush();
    expect(asked).toEqual(['a', 'b']);
    expect(news).toEqual(['confirmed a', 'confirmed b']);
  });

  it('repeats a message whose answer was lost under the same id, and nothing overtakes it', async () => {
    const { outbox, asked, news, waiting } = outboxWith([new ApiError(0, 'no network')]);
    outbox.add(written('a'));
    outbox.add(written('b'));
    await outbox.flush();
    expect(asked).toEqual(['a']);
    expect(waiting()).toBe(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual(['a', 'a', 'b']);
    expect(news).toEqual(['confirmed a', 'confirmed b']);
  });

  it('hands back what the server refuses, and goes on with the next', async () => {
    const { outbox, news, waiting } = outboxWith([new ApiError(403, 'not yours')]);
    outbox.add(written('a'));
    outbox.add(written('b'));
    await outbox.flush();
    expect(news).toEqual(['failed a: not yours', 'confirmed b']);
    expect(waiting()).toBe(0);
  });

  it('keeps a message while the session cannot be checked', async () => {
    const { outbox, news, waiting } = outboxWith([new ApiError(503, 'later')]);
    outbox.add(written('a'));
    await outbox.flush();
    expect(news).toEqual([]);
    expect(waiting()).toBe(1);
  });
});
