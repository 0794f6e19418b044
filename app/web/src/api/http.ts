import { words } from '../text/words';

const PATIENCE_MS = 15_000;

/** An answer that is not a success; `status` 0 when no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** Asking again later may succeed, and nothing is wrong with what was asked. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** JSON over fetch with the bearer token of the moment. */
export class Http {
  /** @param strange called when the server does not accept the token that was sent; it may mean just this request */
  constructor(
    private readonly token: () => string | null,
    private readonly strange: () => void,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.send('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.send('POST', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.send('DELETE', path);
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    const token = this.token();
    if (token !== null) {
      headers['Authorization'] = `Bearer ${token}`;
    }
    const request: RequestInit = { method, headers, signal: AbortSignal.timeout(PATIENCE_MS) };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      request.body = JSON.stringify(body);
    }
    const [status, answer] = await exchange(path, request);
    if (status === 401 && token !== null && token === this.token()) {
      this.strange();
    }
    if (status < 200 || status > 299) {
      throw new ApiError(status, explain(answer) ?? `The server answered ${status}.`);
    }
    return answer as T;
  }
}

async function exchange(path: string, request: RequestInit): Promise<[number, unknown]> {
  try {
    const response = await fetch(path, request);
    return [response.status, parse(await response.text())];
  } catch {
    throw new ApiError(0, words.unreachable);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The sentence in an error body: `{"detail": "…"}`, a list of field problems, `{"message": "…"}`, or a bare string. */
export function explain(body: unknown): string | null {
  if (typeof body === 'string') {
    return body;
  }
  if (typeof body !== 'object' || body === null) {
    return null;
  }
  const { detail, message } = body as { detail?: unknown; message?: unknown };
  if (typeof detail === 'string') {
    return detail;
  }
  if (Array.isArray(detail)) {
    return detail.map(fieldProblem).join(' ');
  }
  return typeof message === 'string' ? message : null;
}

function fieldProblem(problem: unknown): string {
  const { loc, msg } = problem as { loc?: unknown[]; msg?: string };
  const field = loc?.at(-1);
  return field === undefined ? `${msg}.` : `${String(field)}: ${msg}.`;
}
