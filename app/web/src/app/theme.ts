import { memory, THEME } from './memory';

export type Theme = 'light' | 'dark' | 'system';

export function currentTheme(): Theme {
  const theme = memory.theme();
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function chooseTheme(theme: Theme): void {
  memory.setTheme(theme === 'system' ? null : theme);
  applyTheme();
}

/** Without a choice the page looks as the system does, and follows it when that changes. */
export function applyTheme(): void {
  const theme = currentTheme();
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
}

/** Other tabs of this browser follow. */
export function watchTheme(): void {
  applyTheme();
  addEventListener('storage', ({ key }) => key === THEME && applyTheme());
}
