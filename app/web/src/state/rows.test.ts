import { expect, it } from 'vitest';
import type { Message } from '../api/types';
import { rowsOf } from './rows';
import { EMPTY } from './timeline';

const START = new Date(2026, 0, 5, 12, 0).getTime();
const message = (id: string, user_id: string, minute: number) =>
  ({ id, user_id, parent_id: null, created_at: (START + minute * 60_000) * 1e6 }) as Message;

it('groups what one person writes within five minutes, and starts each day anew', () => {
  const messages = [
    message('1', 'anna', 0),
    message('2', 'anna', 4),
    message('3', 'anna', 10),
    message('4', 'bela', 11),
    message('5', 'bela', 24 * 60),
  ];
  const pending = [{ tempId: 't', channelId: 'c', content: '', writtenAt: START }];
  const rows = rowsOf({ ...EMPTY, messages, pending }, 'bela');
  expect(rows.map((row) => row.startsGroup)).toEqual([true, false, true, true, true, false]);
  expect(rows.map((row) => row.startsDay)).toEqual([true, false, false, false, true, false]);
});
