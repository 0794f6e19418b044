import type { Api } from '../api/api';
import type { Account, Channel, ChannelEvent, Message } from '../api/types';
import type { Live } from '../live/live';
import { Outbox } from '../state/outbox';
import type { PendingMessage } from '../state/timeline';
import { markRead, noteUnread, unreadOf, type Unread } from '../state/unread';
import { Conversation } from './conversation.svelte';
import { memory } from './memory';

const TRY_AGAIN_MS = 3_000;

/** Everything that belongs to one signed-in person. */
export class Chat {
  channels = $state.raw<readonly Channel[] | null>(null);
  unread = $state.raw<Unread>(new Map());
  queued = $state(0);
  openId = $state<string | null>(null);
  open = $state.raw<Conversation | null>(null);
  /** What was heard last, for people who cannot see it. */
  announcement = $state('');
  readonly openChannel = $derived(this.channels?.find((channel) => channel.id === this.openId) ?? null);
  readonly unreadTotal = $derived([...this.unread.values()].reduce((sum, count) => sum + count, 0));

  private readonly conversations = new Map<string, Conversation>();
  private readonly outbox: Outbox;
  private readAt = new Map<string, number>();
  private readonly ticking = setInterval(() => this.expireTypists(), 1_000);
  private retry: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  constructor(
    readonly me: Account,
    readonly api: Api,
    private readonly live: Live,
  ) {
    this.readAt = new Map(memory.readAt(me.id));
    this.outbox = new Outbox((message) => this.post(message), {
      confirmed: () => this.rememberPending(),
      failed: ({ channelId, tempId }, reason) => {
        this.conversation(channelId).fail(tempId, reason);
        this.rememberPending();
      },
      changed: (waiting) => (this.queued = waiting.length),
    });
    for (const message of memory.pending(me.id)) {
      this.conversation(message.channelId).add(message);
      if (message.failure === undefined) {
        this.outbox.add(message);
      }
    }
  }

  /** Stops all timers; what was not sent stays in this tab's memory. */
  end(): void {
    this.over = true;
    clearInterval(this.ticking);
    clearTimeout(this.retry);
    this.outbox.clear();
  }

  /** Loads what the page shows, and again after a while when the server cannot answer. */
  async refresh(): Promise<void> {
    clearTimeout(this.retry);
    try {
      const channels = await this.api.channels();
      this.unread = unreadOf(channels, this.readAt, this.isVisible() ? this.openId : null);
      this.channels = channels;
      await this.open?.update();
      this.markOpenRead();
    } catch {
      if (!this.over) {
        clearTimeout(this.retry);
        this.retry = setTimeout(() => void this.refresh(), TRY_AGAIN_MS);
      }
    }
  }

  /** The rooms are joined. Without recovery events were missed, and everything is brought up to date. */
  async joined(recovered: boolean): Promise<void> {
    if (!recovered) {
      this.conversations.forEach((conversation) => conversation.missed());
    }
    await this.outbox.flush();
    if (!recovered || this.channels === null) {
      await this.refresh();
    }
  }

  show(id: string | null): void {
    this.openId = id;
    this.open = id === null ? null : this.conversation(id);
    if (id !== null) {
      memory.setLastChannel(this.me.id, id);
      void this.open?.update().then(
        () => this.markOpenRead(),
        () => undefined,
      );
      this.markOpenRead();
    }
  }

  /** What the open channel shows counts as read while the page can be seen. */
  markOpenRead(): void {
    if (this.openId === null || this.open === null || !this.isVisible()) {
      return;
    }
    this.unread = markRead(this.unread, this.openId);
    const newest = this.open.timeline.messages.at(-1)?.created_at ?? 0;
    if (newest > (this.readAt.get(this.openId) ?? 0)) {
      this.readAt.set(this.openId, newest);
      memory.setReadAt(this.me.id, this.readAt);
      this.live.read(this.openId);
    }
  }

  event(event: ChannelEvent): void {
    if (event.data.type === 'channel:created') {
      void this.newChannel();
      return;
    }
    if (event.channel_id === undefined || (event.data.type === 'typing' && event.user?.id === this.me.id)) {
      return;
    }
    this.conversations.get(event.channel_id)?.event(event.data, event.user);
    if (event.data.type === 'message') {
      this.heard(event.data.data);
    }
  }

  async create(name: string, description: string): Promise<Channel> {
    const channel = await this.api.createChannel(name, description);
    await this.newChannel();
    return channel;
  }

  say(content: string): void {
    if (this.openId === null) {
      return;
    }
    const message = { tempId: crypto.randomUUID(), channelId: this.openId, content, writtenAt: Date.now() };
    this.conversation(message.channelId).add(message);
    this.outbox.add(message);
    this.rememberPending();
  }

  sayAgain(message: PendingMessage): void {
    this.conversation(message.channelId).fail(message.tempId, null);
    const { failure: _, ...again } = message;
    this.outbox.add(again);
    this.rememberPending();
  }

  discard({ channelId, tempId }: PendingMessage): void {
    this.conversation(channelId).discard(tempId);
    this.rememberPending();
  }

  typing(channel: string, typing: boolean): void {
    this.live.typing(channel, typing);
  }

  private async post(message: PendingMessage): Promise<Message> {
    const answered = this.conversation(message.channelId).posting();
    const stored = await this.api.post(message.channelId, message.tempId, message.content);
    answered(message.tempId, stored);
    const conversation = this.conversation(message.channelId);
    if (conversation === this.open) {
      void conversation.update().catch(() => undefined);
    }
    return stored;
  }

  private async newChannel(): Promise<void> {
    await this.live.join().catch(() => false);
    await this.refresh();
  }

  private heard(message: Message): void {
    const isOpen = message.channel_id === this.openId;
    this.unread = noteUnread(this.unread, message, this.me.id, isOpen && this.isVisible());
    if (isOpen) {
      this.markOpenRead();
      if (message.user_id !== this.me.id) {
        this.announcement = `${message.user?.name ?? ''}: ${message.content}`;
      }
    }
  }

  private conversation(id: string): Conversation {
    let conversation = this.conversations.get(id);
    if (conversation === undefined) {
      conversation = new Conversation(id, this.api);
      this.conversations.set(id, conversation);
    }
    return conversation;
  }

  private rememberPending(): void {
    const pending = [...this.conversations.values()].flatMap((conversation) => conversation.timeline.pending);
    memory.setPending(this.me.id, pending);
  }

  private expireTypists(): void {
    const now = Date.now();
    this.conversations.forEach((conversation) => conversation.expireTypists(now));
  }

  private isVisible(): boolean {
    return document.visibilityState === 'visible';
  }
}
