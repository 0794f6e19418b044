import { io, type Socket } from 'socket.io-client';
import type { ChannelEvent } from '../api/types';
import type { Link } from './link';
import { probe } from './probe';

const PATH = '/ws/socket.io';
const ACK_PATIENCE_MS = 10_000;
const COME_BACK_MS = 500;

export interface LiveListener {
  link(link: Link): void;
  /** Connected, and the rooms of the user are joined. `recovered`: no event was missed. */
  joined(recovered: boolean): void;
  /** The server does not know the token (any more). */
  stranger(): void;
  event(event: ChannelEvent): void;
}

/** The Socket.IO connection. It comes back by itself, whatever ended it. */
export class Live {
  private readonly socket: Socket;

  constructor(
    websocket: boolean,
    private readonly token: () => string | null,
    private readonly listener: LiveListener,
  ) {
    this.socket = io({
      path: PATH,
      // Websocket first: one round trip less than an upgrade. Polling where something between cuts websockets.
      transports: websocket ? ['websocket', 'polling'] : ['polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: (send) => send({ token: this.token() ?? undefined }),
    });
    this.listen();
  }

  /** Joins the rooms of the signed-in user, at sign-in and when a channel was made. */
  async join(): Promise<boolean> {
    const token = this.token();
    if (token === null || !this.socket.connected) {
      return false;
    }
    const answer: unknown = await this.socket.timeout(ACK_PATIENCE_MS).emitWithAck('user-join', { auth: { token } });
    if (answer === null || answer === undefined) {
      this.listener.stranger();
      return false;
    }
    return true;
  }

  /** Drops what the server knows about this connection's user. */
  restart(): void {
    this.socket.disconnect().connect();
  }

  typing(channel: string, typing: boolean): void {
    const data = { type: 'typing', data: { typing } };
    this.socket.volatile.emit('events:channel', { channel_id: channel, message_id: null, data });
  }

  read(channel: string): void {
    const data = { type: 'last_read_at' };
    this.socket.volatile.emit('events:channel', { channel_id: channel, message_id: null, data });
  }

  private listen(): void {
    this.socket.on('connect', () => void this.connected(this.socket.recovered));
    this.socket.on('events:channel', (event: ChannelEvent) => this.listener.event(event));
    this.socket.on('disconnect', (reason) => {
      this.listener.link({ kind: 'lost', why: navigator.onLine ? 'network' : 'offline' });
      if (reason === 'io server disconnect') {
        // The client takes this for "stay away"; the server means "come back", or it will say so to the token.
        setTimeout(() => this.socket.connect(), COME_BACK_MS * (1 + Math.random()));
      }
    });
    this.socket.on('connect_error', () => void this.explain());
    addEventListener('online', () => {
      if (!this.socket.connected) {
        this.restart();
      }
    });
  }

  private async connected(recovered: boolean): Promise<void> {
    const connection = this.socket.id;
    const engine = this.socket.io.engine;
    this.tell();
    engine.on('upgrade', () => this.tell());
    try {
      if ((await this.join()) && this.socket.id === connection) {
        this.listener.joined(recovered);
      }
    } catch {
      if (this.socket.id === connection && this.socket.connected) {
        this.restart();
      }
    }
  }

  private tell(): void {
    if (this.socket.connected) {
      this.listener.link({ kind: 'connected', transport: this.socket.io.engine.transport.name });
    }
  }

  private async explain(): Promise<void> {
    const link = await probe(PATH);
    if (!this.socket.connected) {
      this.listener.link(link);
    }
    if (!this.socket.active) {
      // A refused namespace does not reconnect by itself.
      setTimeout(() => this.socket.connect(), COME_BACK_MS * 4 * (1 + Math.random()));
    }
  }
}
