import type { Channel, Message } from '../api/types';

/** Unread messages by channel. Immutable. */
export type Unread = ReadonlyMap<string, number>;

/**
 * From the channel list. A server that does not count leaves it to what this browser remembers.
 *
 * @param readAt by channel: when it was last read here, epoch nanoseconds
 */
export function unreadOf(channels: readonly Channel[], readAt: ReadonlyMap<string, number>, open: string | null): Unread {
  return new Map(channels.map((channel) => [channel.id, channel.id === open ? 0 : count(channel, readAt)]));
}

function count(channel: Channel, readAt: ReadonlyMap<string, number>): number {
  if (channel.unread_count !== undefined) {
    return channel.unread_count;
  }
  return (channel.last_message_at ?? 0) > (readAt.get(channel.id) ?? 0) ? 1 : 0;
}

export function noteUnread(unread: Unread, message: Message, me: string, isRead: boolean): Unread {
  if (isRead || message.user_id === me || message.parent_id !== null) {
    return unread;
  }
  return new Map(unread).set(message.channel_id, (unread.get(message.channel_id) ?? 0) + 1);
}

export function markRead(unread: Unread, channel: string): Unread {
  return unread.get(channel) === 0 ? unread : new Map(unread).set(channel, 0);
}
