/** The shapes of the public REST paths and Socket.IO events that the page reads. Unknown fields are left alone. */

export type Role = 'admin' | 'user' | 'pending';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role?: Role;
}

/** What sign-in, sign-up and `GET /api/v1/auths/` answer. */
export interface Account extends Person {
  readonly token: string;
  readonly email: string;
  readonly role: Role;
  readonly profile_image_url?: string;
}

/** A place where the account is signed in; all times are epoch seconds. */
export interface SignIn {
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  /** The User-Agent of its browser or program. */
  readonly device: string;
  readonly address: string;
  readonly created_at: number;
  readonly last_seen_at: number;
}

export interface ServerConfig {
  readonly name?: string;
  readonly version?: string;
  /** There are no accounts yet. */
  readonly onboarding?: boolean;
  readonly features: {
    readonly enable_signup?: boolean;
    readonly enable_login_form?: boolean;
    readonly enable_websocket?: boolean;
    readonly enable_api_keys?: boolean;
  };
}

export interface Channel {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly write_access?: boolean;
  /** Epoch nanoseconds. */
  readonly last_message_at?: number | null;
  readonly unread_count?: number;
}

export interface Reaction {
  readonly name: string;
  readonly user_ids?: readonly string[];
  readonly users?: readonly Person[];
  readonly count: number;
}

export interface Message {
  readonly id: string;
  readonly user_id: string;
  readonly channel_id: string;
  readonly parent_id: string | null;
  readonly content: string;
  /** Epoch nanoseconds; larger than 2^53, so good for order and for a clock face, not for equality. */
  readonly created_at: number;
  readonly updated_at: number;
  readonly user?: Person | null;
  readonly reply_to_message?: { readonly content: string; readonly user?: Person | null } | null;
  readonly reply_count?: number;
  readonly reactions?: readonly Reaction[];
  /** The id that its author's page gave it before the server did. */
  readonly temp_id?: string | null;
}

export type ChannelEventData =
  | { readonly type: 'message'; readonly data: Message }
  | { readonly type: 'message:update'; readonly data: Message }
  | { readonly type: 'message:delete'; readonly data: Pick<Message, 'id'> }
  | { readonly type: 'message:reply'; readonly data: Message }
  | { readonly type: 'message:reaction:add' | 'message:reaction:remove'; readonly data: Message }
  | { readonly type: 'typing'; readonly data: { readonly typing: boolean } }
  | { readonly type: 'channel:created' };

export interface ChannelEvent {
  readonly channel_id?: string;
  readonly message_id?: string | null;
  readonly data: ChannelEventData;
  readonly user?: Person;
}

/** The part of `/api/v1/auths/admin/config` that the page shows; the rest is sent back as it came. */
export interface AdminConfig {
  readonly ENABLE_SIGNUP: boolean;
  readonly DEFAULT_USER_ROLE: Role;
  readonly [name: string]: unknown;
}
