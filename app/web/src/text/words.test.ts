import { describe, expect, it } from 'vitest';
import { catalogues, languageFor } from './words';

describe('the language of the page', () => {
  it('is what was chosen here', () => {
    expect(languageFor('de', ['en-GB', 'fr'])).toBe('de');
  });

  it('is else the first of the browser that there is', () => {
    expect(languageFor(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
  });

  it('is English when nothing fits, also names of what every object has', () => {
    expect(languageFor('constructor', ['xx'])).toBe('en');
  });

  it('leaves no text of a catalogue empty', () => {
    for (const { words } of Object.values(catalogues)) {
      for (const [key, text] of Object.entries(words)) {
        expect(typeof text === 'string' ? text.length > 0 : text !== null, key).toBe(true);
      }
    }
  });
});
