import type { Message } from '../api/types';
import { dayKey, millis } from '../text/time';
import type { PendingMessage, Timeline } from './timeline';

const GROUP_MS = 5 * 60_000;

interface Place {
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The first of a day. */
  readonly startsDay: boolean;
  /** The first of its author's messages in a row. */
  readonly startsGroup: boolean;
}

export type Row = Place &
  ({ readonly message: Message; readonly pending?: never } | { readonly pending: PendingMessage; readonly message?: never });

/** What the message list shows, top to bottom: what is confirmed, then what is on its way. */
export function rowsOf(timeline: Timeline, me: string): readonly Row[] {
  const rows: Row[] = [];
  let author = '';
  let before = -Infinity;
  const place = (key: string, by: string, at: number): Place => {
    const startsDay = rows.length === 0 || dayKey(at) !== dayKey(before);
    const startsGroup = startsDay || by !== author || at - before > GROUP_MS;
    [author, before] = [by, at];
    return { key, at, startsDay, startsGroup };
  };
  for (const message of timeline.messages) {
    const key = message.temp_id ?? message.id;
    rows.push({ ...place(key, message.user_id, millis(message.created_at)), message });
  }
  for (const pending of timeline.pending) {
    // A browser's clock may be behind the server's; a message never looks older than those above it.
    rows.push({ ...place(pending.tempId, me, Math.max(before, pending.writtenAt)), pending });
  }
  return rows;
}
