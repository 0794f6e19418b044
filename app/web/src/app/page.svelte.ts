import { Api } from '../api/api';
import { ApiError, Http } from '../api/http';
import type { Account, ServerConfig } from '../api/types';
import type { Link } from '../live/link';
import { Live } from '../live/live';
import { Chat } from './chat.svelte';
import { memory, TOKEN } from './memory';

const TRY_AGAIN_MS = 2_000;

/** The whole page: who is signed in, the connection, and the address. */
export class Page {
  config = $state.raw<ServerConfig | null>(null);
  account = $state.raw<Account | null>(null);
  chat = $state.raw<Chat | null>(null);
  link = $state.raw<Link>({ kind: 'connecting' });
  ready = $state(false);
  unreachable = $state(false);
  wasSignedOut = $state(false);
  readonly api: Api;
  private live: Live | null = null;
  private token = memory.token();
  private checking = false;

  constructor() {
    this.api = new Api(new Http(() => this.token, () => void this.checkAccount().catch(() => undefined)));
  }

  async start(): Promise<void> {
    this.config = await this.untilAnswered(() => this.api.config());
    if (this.token !== null) {
      await this.untilAnswered(() => this.checkAccount());
    }
    this.live = new Live(this.config.features.enable_websocket !== false, () => this.token, {
      link: (link) => (this.link = link),
      joined: (recovered) => void this.chat?.joined(recovered),
      stranger: () => void this.checkAccount().catch(() => undefined),
      event: (event) => this.chat?.event(event),
    });
    this.openChat();
    this.ready = true;
    addEventListener('popstate', () => this.chat?.show(channelInAddress()));
    addEventListener('storage', ({ key }) => key === TOKEN && void this.tokenChangedElsewhere());
    document.addEventListener('visibilitychange', () => void this.seen());
  }

  /** Somebody may have made the first account, or closed sign-up, while nobody looked at this page. */
  private async seen(): Promise<void> {
    this.chat?.markOpenRead();
    if (this.account === null && document.visibilityState === 'visible') {
      await this.reloadConfig().catch(() => undefined);
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.enter(await this.api.signIn(email, password));
  }

  async signUp(name: string, email: string, password: string): Promise<void> {
    await this.enter(await this.api.signUp(name, email, password));
  }

  async rename(name: string): Promise<void> {
    if (this.account !== null) {
      await this.api.updateProfile(name, this.account.profile_image_url ?? '');
      this.account = { ...this.account, name };
    }
  }

  async signOut(): Promise<void> {
    // Also when the server cannot hear it: this browser forgets the token.
    await this.api.signOut().catch(() => undefined);
    await this.leave(false);
  }

  /** Asks the server who this is. Only a plain "nobody" throws the token away, never an outage. */
  async checkAccount(): Promise<void> {
    if (this.checking || this.token === null) {
      return;
    }
    this.checking = true;
    try {
      this.account = await this.api.account();
      if (this.live !== null && this.chat === null) {
        this.openChat();
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) {
        throw error;
      }
      await this.leave(true);
    } finally {
      this.checking = false;
    }
  }

  async reloadConfig(): Promise<void> {
    this.config = await this.api.config();
  }

  go(channel: string): void {
    if (channel !== this.chat?.openId) {
      history.pushState(null, '', `/c/${encodeURIComponent(channel)}`);
      this.chat?.show(channel);
    }
  }

  private async enter(account: Account): Promise<void> {
    this.token = account.token;
    memory.setToken(account.token);
    this.account = account;
    this.wasSignedOut = false;
    this.openChat();
    this.live?.restart();
    await this.reloadConfig().catch(() => undefined);
  }

  private async leave(unasked: boolean): Promise<void> {
    this.token = null;
    memory.setToken(null);
    this.chat?.end();
    this.chat = null;
    this.account = null;
    this.wasSignedOut = unasked;
    this.live?.restart();
    await this.reloadConfig().catch(() => undefined);
  }

  private openChat(): void {
    this.chat?.end();
    this.chat = null;
    if (this.account === null || this.account.role === 'pending' || this.live === null) {
      return;
    }
    const chat = new Chat(this.account, this.api, this.live);
    this.chat = chat;
    chat.show(channelInAddress());
    void chat.refresh().then(() => this.openSomething(chat));
  }

  /** Without a channel in the address: the last one, else the first. */
  private openSomething(chat: Chat): void {
    if (chat !== this.chat || chat.openId !== null || chat.channels === null) {
      return;
    }
    const last = memory.lastChannel(chat.me.id);
    const channel = chat.channels.find(({ id }) => id === last) ?? chat.channels[0];
    if (channel !== undefined) {
      history.replaceState(null, '', `/c/${encodeURIComponent(channel.id)}`);
      chat.show(channel.id);
    }
  }

  private async tokenChangedElsewhere(): Promise<void> {
    const token = memory.token();
    if (token === this.token) {
      return;
    }
    if (token === null) {
      await this.leave(false);
    } else {
      this.token = token;
      this.account = await this.untilAnswered(() => this.api.account());
      this.openChat();
      this.live?.restart();
    }
  }

  private async untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const answer = await ask();
        this.unreachable = false;
        return answer;
      } catch {
        this.unreachable = true;
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      }
    }
  }
}

function channelInAddress(): string | null {
  const match = /^\/c\/([^/]+)$/.exec(location.pathname);
  return match?.[1] === undefined ? null : decodeURIComponent(match[1]);
}
