import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChannelEventData, Message } from '../api/types';
import { History } from './history';
import { addPending } from './timeline';

const PAGE = 7;
const RELOAD_PAGES = 3;

const steps = fc.array(
  fc.record({
    what: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('post', 'postMine') },
      { weight: 4, arbitrary: fc.constantFrom('edit', 'delete', 'react', 'reply') },
      { weight: 9, arbitrary: fc.constantFrom('deliver', 'answer', 'answer', 'older', 'older') },
      { weight: 2, arbitrary: fc.constant('loseConnection') },
    ),
    which: fc.nat(40),
  }),
  { minLength: 20, maxLength: 200, size: 'max' },
);

/**
 * A page and a server whose answers and events overtake each other in every way that a network allows: events come in
 * order but late, a history page shows the database as it was when the server read it, and a lost connection
 * swallows events for good.
 */
class World {
  readonly history = new History(
    {
      pageSize: PAGE,
      reloadPages: RELOAD_PAGES,
      fetch: (skip) => this.later(this.stored.toReversed().slice(skip, skip + PAGE)),
    },
    () => undefined,
  );
  private stored: Message[] = [];
  private events: ChannelEventData[] = [];
  private answers: (() => void)[] = [];
  private time = 0;

  constructor(stored: number) {
    for (; this.time < stored; this.time++) {
      this.post(null);
    }
    this.events = [];
    void this.history.update();
  }

  async take(what: string, which: number): Promise<void> {
    this.time++;
    const index = this.stored.length - 1 - (which % Math.max(1, this.stored.length));
    switch (what) {
      case 'post':
        this.post(null);
        break;
      case 'postMine':
        this.postMine(`t${this.time}`);
        break;
      case 'edit':
        this.change(index, 'message:update', () => ({ content: `edit ${this.time}`, updated_at: this.time }));
        break;
      case 'react':
        this.change(index, 'message:reaction:add', () => ({ reactions: [{ name: '+1', count: this.time }] }));
        break;
      case 'reply':
        this.change(index, 'message:reply', ({ reply_count = 0 }) => ({ reply_count: reply_count + 1 }));
        break;
      case 'delete':
        for (const { id } of this.stored.splice(index, index < 0 ? 0 : 1)) {
          this.events.push({ type: 'message:delete', data: { id } });
        }
        break;
      case 'deliver':
        this.deliver();
        break;
      case 'answer':
        this.answers.splice(which % Math.max(1, this.answers.length), 1).forEach((answer) => answer());
        break;
      case 'older':
        void this.history.loadOlder();
        break;
      case 'loseConnection':
        this.events = [];
        this.history.missed();
        void this.history.update();
        break;
    }
    await promisesSettle();
  }

  async comeToRest(): Promise<void> {
    for (let rounds = 0; this.events.length + this.answers.length > 0 || !this.history.upToDate; rounds++) {
      expect(rounds, 'it comes to rest').toBeLessThan(1_000);
      void this.history.update();
      this.deliver();
      this.answers.shift()?.();
      await promisesSettle();
    }
  }

  async scrollToTheTop(): Promise<void> {
    for (let rounds = 0; this.history.timeline.hasOlder; rounds++) {
      expect(rounds, 'the top is reached').toBeLessThan(1_000);
      void this.history.loadOlder();
      this.answers.shift()?.();
      await promisesSettle();
    }
  }

  /** What a page that is opened now and scrolled up as far would show. */
  freshLoad(): Message[] {
    const { hasOlder, messages } = this.history.timeline;
    const since = hasOlder ? (messages[0]?.created_at ?? 0) : 0;
    return this.stored.filter((message) => message.created_at >= since);
  }

  everything(): Message[] {
    return this.stored;
  }

  private deliver(): void {
    this.events.splice(0, 1).forEach((event) => this.history.event(event));
  }

  private later<T>(value: T): Promise<T> {
    return new Promise((resolve) => this.answers.push(() => resolve(value)));
  }

  private postMine(tempId: string): void {
    const { history } = this;
    history.timeline = addPending(history.timeline, { tempId, channelId: 'c', content: 'mine', writtenAt: 0 });
    const answered = history.posting();
    const message = this.post(tempId);
    this.answers.push(() => answered(tempId, message));
  }

  private post(temp_id: string | null): Message {
    const at = this.time;
    const core = { id: `m${at}`, user_id: 'anna', channel_id: 'c', parent_id: null, content: `text ${at}` };
    const message = { ...core, created_at: at, updated_at: at };
    this.stored.push(message);
    this.events.push({ type: 'message', data: { ...message, temp_id } });
    return message;
  }

  private change(index: number, type: ChannelEventData['type'], news: (message: Message) => Partial<Message>): void {
    const message = this.stored[index];
    if (message !== undefined) {
      const data = { ...message, ...news(message) };
      this.stored[index] = data;
      this.events.push({ type, data } as ChannelEventData);
    }
  }
}

async function promisesSettle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}

const withoutTempId = (messages: readonly Message[]) => messages.map(({ temp_id: _, ...rest }) => rest);

it('ends with what a fresh load shows, after any sequence of events, answers and lost connections', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), steps, async (stored, sequence) => {
      const world = new World(stored);
      for (const { what, which } of sequence) {
        await world.take(what, which);
      }
      await world.comeToRest();
      expect(withoutTempId(world.history.timeline.messages)).toEqual(world.freshLoad());
      await world.scrollToTheTop();
      expect(withoutTempId(world.history.timeline.messages)).toEqual(world.everything());
      expect(world.history.timeline.pending).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
}, 60_000);
