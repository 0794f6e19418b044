import { describe, expect, it } from 'vitest';
import type { Message } from '../api/types';
import { History } from './history';

const PAGE = 10;

/** A server whose answers are held back until the test lets them go, the latest first. */
function serverWith(count: number, reloadPages: number) {
  let stored = Array.from({ length: count }, (_, index) => message(index + 1));
  const held: (() => void)[] = [];
  const fetch = (skip: number) => {
    const page = stored.toReversed().slice(skip, skip + PAGE);
    return new Promise<readonly Message[]>((resolve) => held.push(() => resolve(page)));
  };
  const history = new History({ pageSize: PAGE, reloadPages, fetch }, () => undefined);
  const answer = async () => {
    await promisesSettle();
    held.pop()?.();
    await promisesSettle();
  };
  return {
    history,
    answer,
    open: async () => {
      void history.update();
      await answer();
    },
    older: async () => {
      void history.loadOlder();
      await answer();
    },
    remove: (isGone: (at: number) => boolean) => (stored = stored.filter(({ created_at }) => !isGone(created_at))),
    edit: (at: number, content: string) =>
      (stored = stored.map((old) => (old.created_at === at ? { ...old, content, updated_at: 1_000 } : old))),
    post: (at: number) => stored.push(message(at)),
    numbers: () => history.timeline.messages.map(({ created_at }) => created_at),
  };
}

async function promisesSettle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}

function message(at: number): Message {
  const core = { id: `m${at}`, user_id: 'u', channel_id: 'c', parent_id: null, content: '' };
  return { ...core, created_at: at, updated_at: at };
}

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('history', () => {
  it('leaves no gap when many messages were deleted whose events have not come yet', async () => {
    const { open, older, answer, remove, numbers } = serverWith(40, 10);
    await open();
    remove((at) => at > 32);
    await older();
    await answer();
    const oldest = numbers()[0] as number;
    expect(oldest).toBeLessThan(31);
    expect(numbers().filter((at) => at <= 32)).toEqual(from(oldest, 32));
  });

  it('leaves no gap when an older page comes back after a reload that did not reach so far', async () => {
    const { history, open, older, answer, post, numbers } = serverWith(60, 1);
    await open();
    await older();
    void history.loadOlder();
    history.missed();
    from(61, 80).forEach(post);
    void history.update();
    await answer();
    await answer();
    expect(history.upToDate).toBe(true);
    expect(numbers()).toEqual(from(71, 80));
    expect(history.timeline.hasOlder).toBe(true);
  });

  it('does not take the older text from a page that was asked for before the connection was lost', async () => {
    const { history, open, answer, edit } = serverWith(30, 10);
    await open();
    void history.loadOlder();
    edit(23, 'edited');
    history.missed();
    void history.update();
    await answer();
    await answer();
    await answer();
    expect(history.upToDate).toBe(true);
    expect(history.timeline.messages.find(({ created_at }) => created_at === 23)?.content).toBe('edited');
  });

  it('leaves a late event of an older message to the page that will bring it', async () => {
    const { history, open, numbers } = serverWith(30, 10);
    await open();
    history.event({ type: 'message', data: message(5) });
    expect(numbers()).toEqual(from(21, 30));
  });
});
