import type { ChannelEventData, Message } from '../api/types';

/** A message of this page that the server has not confirmed yet. */
export interface PendingMessage {
  readonly tempId: string;
  readonly channelId: string;
  readonly content: string;
  /** Epoch milliseconds of this browser. */
  readonly writtenAt: number;
  readonly failure?: string;
}

/**
 * The latest news about a message. Its arrival proves that it is there, not that it still reads like this; a change also
 * proves how it reads.
 */
interface Touch {
  readonly at: number;
  readonly what: 'arrived' | 'changed' | 'gone';
  /** Null when it is gone. */
  readonly message: Message | null;
}

/**
 * The messages of one channel that the page knows: a gapless stretch that ends with the newest. History pages and live
 * events overlap in time, so each event is counted, and a page that was asked for before an event never undoes it.
 * Immutable; the functions of this file make the next one.
 */
export interface Timeline {
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** In the order they were written. */
  readonly pending: readonly PendingMessage[];
  readonly hasOlder: boolean;
  readonly loaded: boolean;
  /** Counts what happened to this timeline. */
  readonly clock: number;
  readonly touched: ReadonlyMap<string, Touch>;
}

/** More than can happen while one history page is on its way. */
const TOUCHES_KEPT = 2_000;

export const EMPTY: Timeline = {
  messages: [],
  pending: [],
  hasOlder: true,
  loaded: false,
  clock: 0,
  touched: new Map(),
};

export interface Page {
  /** Newest first, as the server sends them. */
  readonly messages: readonly Message[];
  /** {@link Timeline.clock} when the page was asked for. */
  readonly askedAt: number;
  /** Nothing is newer than this page. */
  readonly newest: boolean;
  /** Nothing is older than this page. */
  readonly oldest: boolean;
}

export function applyEvent(timeline: Timeline, event: ChannelEventData): Timeline {
  switch (event.type) {
    case 'message':
      return arrive(timeline, event.data);
    case 'message:update':
    case 'message:reply':
    case 'message:reaction:add':
    case 'message:reaction:remove':
      return change(timeline, event.data);
    case 'message:delete':
      return remove(timeline, event.data.id);
    default:
      return timeline;
  }
}

/** Within its stretch of time a page is the truth, except for what events said since it was asked for. */
export function applyPage(timeline: Timeline, page: Page): Timeline {
  const roots = page.messages.filter(isRoot);
  const [last, first] = [roots[0], roots.at(-1)];
  const covers = (message: Message) =>
    (page.oldest || (first !== undefined && compare(message, first) >= 0)) &&
    (page.newest || (last !== undefined && compare(message, last) <= 0));

  const byId = new Map<string, Message>();
  const put = (message: Message) => byId.set(message.id, message);
  timeline.messages.filter((message) => !covers(message)).forEach(put);
  roots.filter(({ id }) => !isGone(timeline, id)).forEach(put);
  for (const [id, { at, what, message }] of timeline.touched) {
    if (at > page.askedAt && message !== null && isRoot(message) && covers(message)) {
      const listed = byId.get(id);
      put(what === 'arrived' && listed !== undefined ? listed : { ...listed, ...message });
    }
  }
  const messages = [...byId.values()].sort(compare);
  const isLowest = first === undefined || messages[0] === undefined || compare(messages[0], first) >= 0;
  return { ...timeline, messages, loaded: true, hasOlder: !page.oldest && (isLowest || timeline.hasOlder) };
}

/** Forgets what is older than a message: the stretch below it could not be brought up to date. */
export function cutBefore(timeline: Timeline, oldest: Message): Timeline {
  const messages = timeline.messages.filter((message) => compare(message, oldest) >= 0);
  return messages.length === timeline.messages.length ? timeline : { ...timeline, messages, hasOlder: true };
}

export function addPending(timeline: Timeline, message: PendingMessage): Timeline {
  return { ...timeline, pending: [...timeline.pending.filter((other) => other.tempId !== message.tempId), message] };
}

/** Marks a pending message as failed, or with null as on its way again. */
export function setFailure(timeline: Timeline, tempId: string, failure: string | null): Timeline {
  const pending = timeline.pending.map((message) => {
    if (message.tempId !== tempId) {
      return message;
    }
    const { failure: _, ...rest } = message;
    return failure === null ? rest : { ...rest, failure };
  });
  return { ...timeline, pending };
}

export function dropPending(timeline: Timeline, tempId: string): Timeline {
  return { ...timeline, pending: timeline.pending.filter((message) => message.tempId !== tempId) };
}

/** The server's answer to a post: the same news as its event, whichever comes first. */
export function confirm(timeline: Timeline, tempId: string, message: Message): Timeline {
  return arrive(timeline, { ...message, temp_id: tempId });
}

function arrive(timeline: Timeline, message: Message): Timeline {
  const confirmed = message.temp_id ? dropPending(timeline, message.temp_id) : timeline;
  if (!isRoot(message) || isGone(confirmed, message.id) || indexOf(confirmed, message.id) >= 0) {
    return confirmed;
  }
  const earlier = confirmed.touched.get(message.id);
  const known = earlier?.what === 'changed' ? { ...message, ...earlier.message } : message;
  const touched = touch(confirmed, earlier?.what === 'changed' ? 'changed' : 'arrived', known);
  const first = confirmed.messages[0];
  const isBelow = confirmed.hasOlder && first !== undefined && compare(message, first) < 0;
  return isBelow ? touched : { ...touched, messages: insert(confirmed.messages, known) };
}

function change(timeline: Timeline, news: Message): Timeline {
  const index = indexOf(timeline, news.id);
  const known = timeline.messages[index] ?? timeline.touched.get(news.id)?.message;
  if (isGone(timeline, news.id) || (known && known.updated_at > news.updated_at)) {
    return timeline;
  }
  const message = { ...known, ...news };
  const touched = touch(timeline, 'changed', message);
  return index < 0 ? touched : { ...touched, messages: timeline.messages.with(index, message) };
}

function remove(timeline: Timeline, id: string): Timeline {
  const messages = timeline.messages.filter((message) => message.id !== id);
  return { ...note(timeline, id, 'gone', null), messages };
}

function touch(timeline: Timeline, what: 'arrived' | 'changed', message: Message): Timeline {
  return note(timeline, message.id, what, message);
}

function note(timeline: Timeline, id: string, what: Touch['what'], message: Message | null): Timeline {
  const at = timeline.clock + 1;
  const touched = new Map(timeline.touched);
  touched.delete(id);
  touched.set(id, { at, what, message });
  if (touched.size > TOUCHES_KEPT) {
    const [oldest] = touched.keys();
    touched.delete(oldest as string);
  }
  return { ...timeline, clock: at, touched };
}

function isGone(timeline: Timeline, id: string): boolean {
  return timeline.touched.get(id)?.what === 'gone';
}

function isRoot(message: Message): boolean {
  return message.parent_id === null || message.parent_id === undefined;
}

function insert(messages: readonly Message[], message: Message): readonly Message[] {
  let at = messages.length;
  while (at > 0 && compare(messages[at - 1] as Message, message) > 0) {
    at--;
  }
  return messages.toSpliced(at, 0, message);
}

function indexOf(timeline: Timeline, id: string): number {
  return timeline.messages.findLastIndex((message) => message.id === id);
}

export function compare(one: Message, other: Message): number {
  return one.created_at - other.created_at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
