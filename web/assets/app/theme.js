// The theme changes at once, without a new page; the server remembers it.
import { near, on, one } from './dom.js';

const dark = () => one('#dark-theme');
const isDark = () => window.matchMedia(dark().media).matches && !dark().disabled;

on('submit', (event) => {
  const form = near(event, 'form[data-theme]');
  if (!form) return;
  event.preventDefault();
  const theme = isDark() ? 'light' : 'dark';
  dark().disabled = false;
  dark().media = theme === 'dark' ? 'screen' : 'not all';
  const body = new FormData(form);
  body.set('theme', theme);
  fetch(form.action, { method: 'POST', body, redirect: 'manual' });
});
