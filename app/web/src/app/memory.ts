import type { PendingMessage } from '../state/timeline';

/** The name under which the token is kept by other clients of this API too. */
export const TOKEN = 'token';
export const THEME = 'chorale:theme';

/** What this browser remembers. A browser that forbids it (private windows, full disks) costs comfort, not function. */
export const memory = {
  token: (): string | null => read('localStorage', TOKEN),
  setToken: (token: string | null) => write('localStorage', TOKEN, token),

  theme: (): string | null => read('localStorage', THEME),
  setTheme: (theme: string | null) => write('localStorage', THEME, theme),
  language: (): string | null => read('localStorage', 'chorale:language'),
  setLanguage: (language: string | null) => write('localStorage', 'chorale:language', language),

  draft: (user: string, channel: string): string => read('localStorage', `chorale:draft:${user}:${channel}`) ?? '',
  setDraft: (user: string, channel: string, text: string) =>
    write('localStorage', `chorale:draft:${user}:${channel}`, text === '' ? null : text),

  lastChannel: (user: string): string | null => read('localStorage', `chorale:channel:${user}`),
  setLastChannel: (user: string, channel: string) => write('localStorage', `chorale:channel:${user}`, channel),

  readAt: (user: string): ReadonlyMap<string, number> => new Map(parse<[string, number]>(read('localStorage', `chorale:read:${user}`))),
  setReadAt: (user: string, readAt: ReadonlyMap<string, number>) =>
    write('localStorage', `chorale:read:${user}`, JSON.stringify([...readAt])),

  /** Of this tab: another one would send the same messages again. */
  pending: (user: string): readonly PendingMessage[] => parse<PendingMessage>(read('sessionStorage', `chorale:pending:${user}`)),
  setPending: (user: string, pending: readonly PendingMessage[]) =>
    write('sessionStorage', `chorale:pending:${user}`, pending.length === 0 ? null : JSON.stringify(pending)),
};

type Kind = 'localStorage' | 'sessionStorage';

/** Where storage is forbidden, naming it throws already. */
function read(storage: Kind, key: string): string | null {
  try {
    return globalThis[storage].getItem(key);
  } catch {
    return null;
  }
}

function write(storage: Kind, key: string, value: string | null): void {
  try {
    if (value === null) {
      globalThis[storage].removeItem(key);
    } else {
      globalThis[storage].setItem(key, value);
    }
  } catch {
    // Nothing depends on it.
  }
}

function parse<T>(text: string | null): T[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? (value as T[]) : [];
  } catch {
    return [];
  }
}
