import type { ChannelEventData, Message } from '../api/types';
import { applyEvent, applyPage, confirm, cutBefore, EMPTY, type Timeline } from './timeline';

/** Pages overlap by this many messages: deletions move what `skip` counts from, and a gap must be noticed. */
const OVERLAP = 5;
const TRIES = 4;

export interface Source {
  /** Newest first. */
  fetch(skip: number): Promise<readonly Message[]>;
  readonly pageSize: number;
  /** How many pages are loaded again at most after events were missed. */
  readonly reloadPages: number;
}

/**
 * Keeps the timeline of one channel equal to the server's: loads pages, takes live events, and loads again when events
 * were missed.
 */
export class History {
  private isCurrent = false;
  private misses = 0;
  private updating: Promise<void> | null = null;
  private older: Promise<void> | null = null;
  private value: Timeline = EMPTY;

  constructor(
    private readonly source: Source,
    private readonly changed: (timeline: Timeline) => void,
  ) {}

  get timeline(): Timeline {
    return this.value;
  }

  set timeline(timeline: Timeline) {
    if (timeline !== this.value) {
      this.value = timeline;
      this.changed(timeline);
    }
  }

  get upToDate(): boolean {
    return this.isCurrent;
  }

  event(event: ChannelEventData): void {
    this.timeline = applyEvent(this.timeline, event);
  }

  /** Events may have been lost: all that is known is doubtful until {@link update} ends. */
  missed(): void {
    this.misses++;
    this.isCurrent = false;
  }

  /** Call when a post starts, and what it returns when its answer is there. */
  posting(): (tempId: string, message: Message) => void {
    const before = this.misses;
    return (tempId, message) => {
      this.timeline = confirm(this.timeline, tempId, message);
      if (this.misses !== before) {
        // Its edit or deletion may be among the events that were lost.
        this.missed();
      }
    };
  }

  /** Loads until everything is up to date. Fails when the server does; nothing is lost then, and it may be called again. */
  update(): Promise<void> {
    this.updating ??= this.catchUp().finally(() => (this.updating = null));
    return this.updating;
  }

  /** Loads one page above what is known. */
  loadOlder(): Promise<void> {
    if (this.isCurrent && this.timeline.hasOlder) {
      this.older ??= this.pageAbove().finally(() => (this.older = null));
    }
    return this.older ?? Promise.resolve();
  }

  private async catchUp(): Promise<void> {
    while (!this.isCurrent) {
      const before = this.misses;
      await this.older?.catch(() => undefined);
      await this.reload();
      this.isCurrent = before === this.misses;
    }
  }

  private async pageAbove(): Promise<void> {
    const known = () => new Set(this.timeline.messages.map((message) => message.id));
    await this.pageBelow(this.timeline.messages.length, known);
  }

  /** Goes down from the newest message to the oldest known one; what it does not reach is forgotten. */
  private async reload(): Promise<void> {
    const goal = this.timeline.messages[0]?.created_at ?? Infinity;
    let page = await this.page(0);
    const seen = new Set(page.map((message) => message.id));
    for (let pages = 1; pages < this.source.reloadPages && page.length === this.source.pageSize; pages++) {
      if ((page.at(-1)?.created_at ?? 0) <= goal) {
        break;
      }
      page = await this.pageBelow(seen.size, () => seen);
      page.forEach((message) => seen.add(message.id));
    }
    const oldest = page.at(-1);
    if (oldest !== undefined) {
      this.timeline = cutBefore(this.timeline, oldest);
    }
  }

  /** The page that follows on `count` messages: one that shares a message with them, so that there is no gap. */
  private async pageBelow(count: number, known: () => ReadonlySet<string>): Promise<readonly Message[]> {
    let skip = Math.max(0, count - OVERLAP);
    for (let tries = 1; ; tries++) {
      const askedAt = this.timeline.clock;
      const page = await this.source.fetch(skip);
      const ids = known();
      if (skip === 0 || page.some((message) => ids.has(message.id))) {
        return this.put(page, askedAt, skip);
      }
      skip = tries === TRIES ? 0 : Math.max(0, skip - this.source.pageSize + OVERLAP);
    }
  }

  private async page(skip: number): Promise<readonly Message[]> {
    const askedAt = this.timeline.clock;
    return this.put(await this.source.fetch(skip), askedAt, skip);
  }

  private put(messages: readonly Message[], askedAt: number, skip: number): readonly Message[] {
    const oldest = messages.length < this.source.pageSize;
    this.timeline = applyPage(this.timeline, { messages, askedAt, newest: skip === 0, oldest });
    return messages;
  }
}
