import { mount } from 'svelte';
import './styles/base.css';
import { Page } from './app/page.svelte';
import App from './view/App.svelte';

const page = new Page();
mount(App, { target: document.getElementById('page') as HTMLElement, props: { page } });
void page.start();
