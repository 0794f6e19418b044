/** The little markup of messages. Everything is shown as text; nothing here is ever HTML. */

export type Span =
  | { readonly kind: 'text' | 'code' | 'mention'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'code'; readonly text: string };

const FENCE = /```[^\n`]*\n([\s\S]*?)(?:\n```|```|$)\n?/g;
const INLINE = /`([^`\n]+)`|<@[A-Z]:[^|>\n]+\|([^>\n]+)>|(https?:\/\/[^\s<>"'`]+)/g;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function parse(content: string): readonly Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (const match of content.matchAll(FENCE)) {
    paragraph(blocks, content.slice(from, match.index));
    blocks.push({ kind: 'code', text: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  paragraph(blocks, content.slice(from));
  return blocks;
}

function paragraph(blocks: Block[], text: string): void {
  const trimmed = text.replace(/^\n+|\s+$/g, '');
  if (trimmed !== '') {
    blocks.push({ kind: 'paragraph', spans: spansOf(trimmed) });
  }
}

function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  const add = (span: Span) => span.text !== '' && spans.push(span);
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, mention, address] = match;
    add({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + whole.length;
    if (code !== undefined) {
      add({ kind: 'code', text: code });
    } else if (mention !== undefined) {
      add({ kind: 'mention', text: `@${mention}` });
    } else if (address !== undefined) {
      const link = withoutTrailingPunctuation(address);
      add(isAddress(link) ? { kind: 'link', text: link, href: link } : { kind: 'text', text: link });
      from = match.index + link.length;
    }
  }
  add({ kind: 'text', text: text.slice(from) });
  return spans;
}

/** A full stop after an address ends the sentence; a bracket belongs to it only if it was opened in it. */
function withoutTrailingPunctuation(address: string): string {
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1] as string;
    const opening = CLOSING[last];
    const balanced = opening !== undefined && address.slice(0, end - 1).includes(opening);
    if (!/[.,;:!?)\]}*_]/.test(last) || balanced) {
      break;
    }
  }
  return address.slice(0, end);
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
