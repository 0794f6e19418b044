import { words } from '../text/words';

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
      return { tone: 'busy', text: `${words.connecting}${waiting(queued)}` };
    case 'connected':
      return queued === 0
        ? { tone: 'good', text: words.connectedOver(transportName(link.transport)) }
        : { tone: 'busy', text: words.connectedSending(queued) };
    case 'lost':
      return { tone: 'busy', text: `${words.lost[link.why]}${waiting(queued)}` };
    case 'refused':
      return { tone: 'bad', text: `${words.refused} ${link.cure}` };
  }
}

function transportName(transport: string): string {
  return transport === 'polling' ? words.longPolling : transport === 'websocket' ? 'WebSocket' : transport;
}

function waiting(queued: number): string {
  return queued === 0 ? '' : ` ${words.willBeSent(queued)}`;
}
