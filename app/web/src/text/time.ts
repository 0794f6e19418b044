import { locale, words } from './words';

const TIME = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_AND_YEAR = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const WHOLE = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });
const DAY_MS = 86_400_000;

/** Epoch milliseconds of the server's epoch nanoseconds. */
export function millis(nanoseconds: number): number {
  return nanoseconds / 1e6;
}

export function timeOfDay(at: number): string {
  return TIME.format(at);
}

export function wholeTime(at: number): string {
  return WHOLE.format(at);
}

export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

export function dayName(at: number, now: number): string {
  if (dayKey(at) === dayKey(now)) {
    return words.today;
  }
  if (dayKey(at) === dayKey(now - DAY_MS)) {
    return words.yesterday;
  }
  return (Math.abs(now - at) < 300 * DAY_MS ? DAY : DAY_AND_YEAR).format(at);
}
