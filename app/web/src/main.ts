import { mount } from 'svelte';
import './styles/base.css';
import { watchTheme } from './app/theme';
import { Page } from './app/page.svelte';
import { language } from './text/words';
import App from './view/App.svelte';

watchTheme();
document.documentElement.lang = language;
const page = new Page();
mount(App, { target: document.getElementById('page') as HTMLElement, props: { page } });
void page.start();
