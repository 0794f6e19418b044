/** What the page knows about its connection. */
export type Link =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly transport: string }
  | { readonly kind: 'lost'; readonly why: 'network' | 'offline' | 'restarting' }
  | { readonly kind: 'refused'; readonly cure: string };

export interface LinkLine {
  readonly tone: 'good' | 'busy' | 'bad';
  readonly text: string;
}

/** One line that is true. */
export function describe(link: Link, queued: number): LinkLine {
  switch (link.kind) {
    case 'connecting':
      return { tone: 'busy', text: `Connecting…${waiting(queued)}` };
    case 'connected':
      return queued === 0
        ? { tone: 'good', text: `Connected over ${transportName(link.transport)}` }
        : { tone: 'busy', text: `Connected, sending ${messages(queued)}…` };
    case 'lost':
      return { tone: 'busy', text: `${LOST[link.why]}${waiting(queued)}` };
    case 'refused':
      return { tone: 'bad', text: `The server refuses this page. ${link.cure}` };
  }
}

const LOST = {
  network: 'Reconnecting…',
  offline: 'This device is offline.',
  restarting: 'The server is restarting. This page comes back by itself.',
} as const;

function transportName(transport: string): string {
  return transport === 'polling' ? 'long polling' : transport === 'websocket' ? 'WebSocket' : transport;
}

function waiting(queued: number): string {
  return queued === 0 ? '' : ` ${messages(queued)} will be sent.`;
}

function messages(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}
