import { describe as group, expect, it } from 'vitest';
import { describe } from './link';
import { judge } from './probe';

group('connection line', () => {
  it('names the transport that is really used', () => {
    expect(describe({ kind: 'connected', transport: 'websocket' }, 0).text).toBe('Connected over WebSocket');
    expect(describe({ kind: 'connected', transport: 'polling' }, 0).text).toBe('Connected over long polling');
  });

  it('says how many messages wait', () => {
    expect(describe({ kind: 'lost', why: 'network' }, 1).text).toBe('Reconnecting… 1 message will be sent.');
    expect(describe({ kind: 'lost', why: 'offline' }, 2).text).toContain('2 messages will be sent.');
    expect(describe({ kind: 'connected', transport: 'websocket' }, 1).tone).toBe('busy');
  });

  it('shows the cure that the server names when it refuses the origin', () => {
    const link = judge(403, '{"code":4,"message":"Set CORS_ALLOW_ORIGIN=\\"https://chat.example\\""}');
    expect(link).toEqual({ kind: 'refused', cure: 'Set CORS_ALLOW_ORIGIN="https://chat.example"' });
    expect(judge(403, '{"detail":"set it"}')).toEqual({ kind: 'refused', cure: 'set it' });
    expect(describe(link, 0).tone).toBe('bad');
  });

  it('tells a restart from a lost network', () => {
    expect(judge(503, '')).toEqual({ kind: 'lost', why: 'restarting' });
    expect(judge(400, '{"code":2,"message":"Bad handshake method"}')).toEqual({ kind: 'lost', why: 'network' });
  });
});
