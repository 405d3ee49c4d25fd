// What is typed into a task's form is kept on the server: a moment after the last key, and when the page is left.
import { near, on, one } from './dom.js';

const AFTER_MS = 2500;
const waiting = new Map();

const save = async (form) => {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const answer = await fetch(form.dataset.draft, {
    method: 'POST', body: new FormData(form), redirect: 'manual', headers: { 'HX-Request': 'true' }
  });
  const note = form.querySelector('[data-draft-note]') ?? one(`[data-draft-note="${form.id}"]`);
  if (answer.ok && note) note.textContent = await answer.text();
};

on('input', (event) => {
  const form = near(event, 'form[data-draft]');
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => save(form).catch(() => {}), AFTER_MS));
});
on('click', (event) => {
  const button = near(event, '[data-save-draft]');
  if (!button) return;
  event.preventDefault();   // the button's own way, without script, is to load the page anew
  save(button.form).catch(() => button.form.submit());
});
on('submit', (event) => {
  clearTimeout(waiting.get(event.target));
  waiting.delete(event.target);
});
window.addEventListener('pagehide', () => {
  for (const form of waiting.keys()) navigator.sendBeacon(form.dataset.draft, new FormData(form));
});
