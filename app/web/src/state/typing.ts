import type { Person } from '../api/types';

/** The server may lose the stop, so a start counts only this long. */
export const TYPING_EXPIRES_MS = 5_000;
const REPEAT_MS = 3_000;

interface Typist {
  readonly person: Person;
  readonly until: number;
}

/** Who is writing in one channel. Immutable. */
export type Typists = readonly Typist[];

export function noteTyping(typists: Typists, person: Person, typing: boolean, now: number): Typists {
  const others = typists.filter((typist) => typist.person.id !== person.id && typist.until > now);
  return typing ? [...others, { person, until: now + TYPING_EXPIRES_MS }] : others;
}

export function expire(typists: Typists, now: number): Typists {
  return typists.every((typist) => typist.until > now) ? typists : typists.filter((typist) => typist.until > now);
}

/** Decides when the page tells others that its user types: at the start, every few seconds, and once at the end. */
export class TypingSignal {
  private last = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (typing: boolean) => void) {}

  typed(now: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stop(), TYPING_EXPIRES_MS - 1_000);
    if (now - this.last >= REPEAT_MS) {
      this.last = now;
      this.send(true);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    if (this.last !== 0) {
      this.last = 0;
      this.send(false);
    }
  }
}
