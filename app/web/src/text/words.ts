import { memory } from '../app/memory';
import { english } from './english';
import { german } from './german';

/** A catalogue of all texts. */
export type Words = typeof english;

export const catalogues: Readonly<Record<string, { readonly name: string; readonly words: Words }>> = {
  en: { name: 'English', words: english },
  de: { name: 'Deutsch', words: german },
};

/** What was chosen here, else the first language of the browser that there is, else English. */
export function languageFor(chosen: string | null, preferred: readonly string[]): string {
  const wanted = [chosen ?? '', ...preferred].map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  return wanted.find((tag) => Object.hasOwn(catalogues, tag)) ?? 'en';
}

/** None outside of a browser. */
const preferred: readonly string[] = globalThis.navigator?.languages ?? [];

export const language = languageFor(memory.language(), preferred);
/** The browser's variant of the language (en-GB, de-AT), so that its clock and order of dates stay. */
export const locale = preferred.find((tag) => tag.startsWith(language)) ?? language;
export const words: Words = catalogues[language]?.words ?? english;

/** Loads the page again: what was written and not sent is kept, and every text is of one language. */
export function chooseLanguage(tag: string | null): void {
  memory.setLanguage(tag);
  location.reload();
}
