import { ApiError } from '../api/http';
import type { Message } from '../api/types';
import type { PendingMessage } from './timeline';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

export interface OutboxListener {
  confirmed(sent: PendingMessage, message: Message): void;
  failed(sent: PendingMessage, reason: string): void;
  changed(waiting: readonly PendingMessage[]): void;
}

/**
 * Messages on their way to the server, sent one after the other in the order they were written. What fails for a
 * passing reason is sent again with the same `tempId`, so the server knows it; what the server refuses is handed back.
 */
export class Outbox {
  private waiting: readonly PendingMessage[] = [];
  private sending: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE_MS;

  constructor(
    private readonly post: (message: PendingMessage) => Promise<Message>,
    private readonly listener: OutboxListener,
  ) {}

  add(message: PendingMessage): void {
    if (this.waiting.some((other) => other.tempId === message.tempId)) {
      return;
    }
    this.set([...this.waiting, message]);
    void this.flush();
  }

  /** Sends what waits now instead of after the pause. Ends when all is sent or sending has to wait. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.sending ??= this.drain().finally(() => (this.sending = null));
    return this.sending;
  }

  /** Forgets everything: someone else is going to sign in. */
  clear(): void {
    clearTimeout(this.timer);
    this.set([]);
  }

  private async drain(): Promise<void> {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      try {
        const message = await this.post(next);
        this.take(next, () => this.listener.confirmed(next, message));
        this.pause = FIRST_PAUSE_MS;
      } catch (error) {
        if (!(error instanceof ApiError) || (!error.isPassing && error.status !== 401)) {
          this.take(next, () => this.listener.failed(next, error instanceof Error ? error.message : String(error)));
          continue;
        }
        this.retryLater();
        return;
      }
    }
  }

  private take(message: PendingMessage, then: () => void): void {
    if (this.waiting.includes(message)) {
      this.set(this.waiting.filter((other) => other !== message));
      then();
    }
  }

  private retryLater(): void {
    this.timer = setTimeout(() => void this.flush(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  private set(waiting: readonly PendingMessage[]): void {
    this.waiting = waiting;
    this.listener.changed(waiting);
  }
}
