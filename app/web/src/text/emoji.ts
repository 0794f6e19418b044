/** The reactions that are one click away. Names are those that other clients of the API use. */
export const QUICK_REACTIONS = ['+1', 'heart', 'joy', 'tada', 'eyes'] as const;

const SYMBOLS: Readonly<Record<string, string>> = {
  '+1': '👍',
  heart: '❤️',
  joy: '😂',
  tada: '🎉',
  eyes: '👀',
};

export function symbolOf(name: string): string {
  return SYMBOLS[name] ?? (/^[\w+-]+$/.test(name) ? `:${name}:` : name);
}
