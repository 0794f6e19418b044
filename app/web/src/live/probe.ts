import { explain } from '../api/http';
import type { Link } from './link';

const PATIENCE_MS = 5_000;
const REFUSALS = [401, 403];

/**
 * Finds out why no connection comes about, since a browser does not tell a page why a websocket failed. A POST without
 * a session id opens nothing, and unlike a GET it carries the Origin that the server decides on.
 */
export async function probe(path: string): Promise<Link> {
  if (!navigator.onLine) {
    return { kind: 'lost', why: 'offline' };
  }
  try {
    const response = await fetch(`${path}/?EIO=4&transport=polling`, {
      method: 'POST',
      body: '',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return judge(response.status, await response.text());
  } catch {
    return { kind: 'lost', why: 'network' };
  }
}

export function judge(status: number, body: string): Link {
  if (REFUSALS.includes(status)) {
    return { kind: 'refused', cure: sentence(body) ?? `It answered ${status}.` };
  }
  return { kind: 'lost', why: status >= 502 && status <= 504 ? 'restarting' : 'network' };
}

function sentence(body: string): string | null {
  try {
    return explain(JSON.parse(body));
  } catch {
    return null;
  }
}
