import { PAGE_SIZE, type Api } from '../api/api';
import type { ChannelEventData, Message, Person } from '../api/types';
import { History } from '../state/history';
import { addPending, dropPending, EMPTY, setFailure, type PendingMessage, type Timeline } from '../state/timeline';
import { expire, noteTyping, type Typists } from '../state/typing';

const RELOAD_PAGES = 10;

/** One channel as the page shows it: its timeline, and who is typing. */
export class Conversation {
  timeline = $state.raw<Timeline>(EMPTY);
  typists = $state.raw<Typists>([]);
  loadingOlder = $state(false);
  failure = $state<string | null>(null);
  private readonly history: History;

  constructor(
    readonly channelId: string,
    api: Api,
  ) {
    const fetch = (skip: number) => api.messages(channelId, skip);
    this.history = new History({ fetch, pageSize: PAGE_SIZE, reloadPages: RELOAD_PAGES }, (timeline) => (this.timeline = timeline));
  }

  async update(): Promise<void> {
    try {
      await this.history.update();
      this.failure = null;
    } catch (error) {
      this.failure = (error as Error).message;
      throw error;
    }
  }

  async loadOlder(): Promise<void> {
    if (this.loadingOlder || !this.timeline.loaded || !this.timeline.hasOlder) {
      return;
    }
    this.loadingOlder = true;
    try {
      await this.history.loadOlder();
      this.failure = null;
    } catch (error) {
      this.failure = (error as Error).message;
    } finally {
      this.loadingOlder = false;
    }
  }

  missed(): void {
    this.history.missed();
  }

  event(event: ChannelEventData, from: Person | undefined): void {
    if (event.type === 'typing') {
      this.type(from, event.data.typing);
      return;
    }
    if (event.type === 'message' && event.data.user) {
      this.type(event.data.user, false);
    }
    this.history.event(event);
  }

  posting(): (tempId: string, message: Message) => void {
    return this.history.posting();
  }

  add(message: PendingMessage): void {
    this.history.timeline = addPending(this.history.timeline, message);
  }

  fail(tempId: string, reason: string | null): void {
    this.history.timeline = setFailure(this.history.timeline, tempId, reason);
  }

  discard(tempId: string): void {
    this.history.timeline = dropPending(this.history.timeline, tempId);
  }

  expireTypists(now: number): void {
    this.typists = expire(this.typists, now);
  }

  private type(person: Person | undefined, typing: boolean): void {
    if (person !== undefined) {
      this.typists = noteTyping(this.typists, person, typing, Date.now());
    }
  }
}
