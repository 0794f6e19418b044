import { ApiError, type Http } from './http';
import type { Account, AdminConfig, Channel, Message, Role, ServerConfig, SignIn } from './types';

export const PAGE_SIZE = 50;

/** The REST paths that the page uses. */
export class Api {
  constructor(private readonly http: Http) {}

  config(): Promise<ServerConfig> {
    return this.http.get('/api/config');
  }

  account(): Promise<Account> {
    return this.http.get('/api/v1/auths/');
  }

  signUp(name: string, email: string, password: string): Promise<Account> {
    return this.http.post('/api/v1/auths/signup', { name, email, password });
  }

  signIn(email: string, password: string): Promise<Account> {
    return this.http.post('/api/v1/auths/signin', { email, password });
  }

  signOut(): Promise<unknown> {
    return this.http.post('/api/v1/auths/signout');
  }

  updateProfile(name: string, image: string): Promise<unknown> {
    return this.http.post('/api/v1/auths/update/profile', { name, profile_image_url: image });
  }

  /** Ends all other sessions of the account. */
  changePassword(password: string, newPassword: string): Promise<unknown> {
    return this.http.post('/api/v1/auths/update/password', { password, new_password: newPassword });
  }

  signIns(): Promise<SignIn[]> {
    return this.http.get('/api/v1/auths/sessions');
  }

  endSignIn(id: string): Promise<unknown> {
    return this.http.delete(`/api/v1/auths/sessions/${encodeURIComponent(id)}`);
  }

  endOtherSignIns(): Promise<unknown> {
    return this.http.delete('/api/v1/auths/sessions?except=current');
  }

  /** Masked; null when there is none. */
  async apiKey(): Promise<string | null> {
    try {
      return (await this.http.get<{ api_key: string }>('/api/v1/auths/api_key')).api_key;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return null;
      }
      throw error;
    }
  }

  /** The only answer that has the key in it; an earlier one ends. */
  async makeApiKey(): Promise<string> {
    return (await this.http.post<{ api_key: string }>('/api/v1/auths/api_key')).api_key;
  }

  async deleteApiKey(): Promise<null> {
    await this.http.delete('/api/v1/auths/api_key');
    return null;
  }

  addAccount(name: string, email: string, password: string, role: Role): Promise<Account> {
    return this.http.post('/api/v1/auths/add', { name, email, password, role });
  }

  adminConfig(): Promise<AdminConfig> {
    return this.http.get('/api/v1/auths/admin/config');
  }

  saveAdminConfig(config: AdminConfig): Promise<AdminConfig> {
    return this.http.post('/api/v1/auths/admin/config', config);
  }

  channels(): Promise<Channel[]> {
    return this.http.get('/api/v1/channels/');
  }

  channel(id: string): Promise<Channel> {
    return this.http.get(`/api/v1/channels/${encodeURIComponent(id)}`);
  }

  createChannel(name: string, description: string): Promise<Channel> {
    return this.http.post('/api/v1/channels/create', { name, description });
  }

  /** Newest first. */
  messages(channel: string, skip: number): Promise<Message[]> {
    return this.http.get(`${messagesOf(channel)}?skip=${skip}&limit=${PAGE_SIZE}`);
  }

  /** The same `tempId` again is the same message, so that a lost answer can be asked for twice. */
  post(channel: string, tempId: string, content: string): Promise<Message> {
    return this.http.post(`${messagesOf(channel)}/post`, { content, temp_id: tempId, data: {}, meta: {} });
  }

  edit(message: Message, content: string): Promise<Message> {
    return this.http.post(`${pathOf(message)}/update`, { content });
  }

  remove(message: Message): Promise<unknown> {
    return this.http.delete(`${pathOf(message)}/delete`);
  }

  react(message: Message, name: string, add: boolean): Promise<unknown> {
    return this.http.post(`${pathOf(message)}/reactions/${add ? 'add' : 'remove'}`, { name });
  }
}

function messagesOf(channel: string): string {
  return `/api/v1/channels/${encodeURIComponent(channel)}/messages`;
}

function pathOf(message: Message): string {
  return `${messagesOf(message.channel_id)}/${encodeURIComponent(message.id)}`;
}
