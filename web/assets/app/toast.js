// A toast goes away by itself, but not under the pointer or the focus.
import { all, one } from './dom.js';

const STAYS_MS = 7000;
const box = one('#toast');

const watch = (toast) => setTimeout(() => {
  if (toast.matches(':hover, :focus-within')) watch(toast);
  else toast.remove();
}, STAYS_MS);

const watchNew = () => all('.toast:not([data-watched])').forEach((toast) => {
  toast.dataset.watched = '';
  watch(toast);
});

if (box) {
  new MutationObserver(watchNew).observe(document.body, { childList: true, subtree: true });
  watchNew();
}

/** Say something that the server did not. */
export const say = (text) => {
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.textContent = text;
  one('#toast').replaceChildren(toast);
};
