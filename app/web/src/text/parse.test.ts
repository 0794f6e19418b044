import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from './parse';

const spans = (text: string) => parse(text).flatMap((block) => (block.kind === 'paragraph' ? block.spans : []));

describe('message text', () => {
  it('makes web addresses clickable, without the punctuation around them', () => {
    expect(spans('see https://example.org/a_(b), or (http://x.de).')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'link', text: 'https://example.org/a_(b)', href: 'https://example.org/a_(b)' },
      { kind: 'text', text: ', or (' },
      { kind: 'link', text: 'http://x.de', href: 'http://x.de' },
      { kind: 'text', text: ').' },
    ]);
  });

  it('never links anything but http and https', () => {
    expect(spans('javascript:alert(1) data:text/html,x')).toEqual([
      { kind: 'text', text: 'javascript:alert(1) data:text/html,x' },
    ]);
  });

  it('tells code from text, and code blocks from paragraphs', () => {
    expect(parse('run `npm ci`:\n```sh\nnpm ci\n# done\n```\nthen wait')).toEqual([
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'run ' }, { kind: 'code', text: 'npm ci' }, { kind: 'text', text: ':' }] },
      { kind: 'code', text: 'npm ci\n# done' },
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'then wait' }] },
    ]);
  });

  it('shows a mention by its label', () => {
    expect(spans('hi <@U:42|Anna>!')).toContainEqual({ kind: 'mention', text: '@Anna' });
  });

  it('loses no word of any text without markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).filter((text) => !/[`<]/.test(text)), (text) => {
        expect(spans(text).map((span) => span.text).join('')).toBe(text.replace(/^\n+|\s+$/g, ''));
      }),
    );
  });
});
