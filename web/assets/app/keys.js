// A key for everything. An element says which: data-key="c" is clicked by c, data-go="i" by g then i.
import { all, near, on, one } from './dom.js';

const TYPING = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]';
const GO_WITHIN_MS = 1200;
let going = null;

const visible = (element) => element.checkVisibility();
const click = (selector) => {
  const found = all(selector).find(visible);
  found?.click();
  return Boolean(found);
};

const submit = (event) => {
  const form = near(event, 'form') ?? one('form[data-main]');
  form?.requestSubmit(one('[data-submit]', form) ?? undefined);
};

const step = (by) => {
  const rows = all('a.row').filter(visible);
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement);
  const from = here >= 0 ? here : rows.findIndex((row) => row.closest('tr')?.ariaCurrent === 'true');
  const next = rows[Math.min(rows.length - 1, Math.max(0, from + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
};

// A digit chooses in the group that has the focus, else in the first one; the focus stays there, and Tab leads on.
const choose = (digit) => {
  const group = document.activeElement.closest('.choice') ?? all('form[data-main] .choice').find(visible);
  const input = group && all('input', group)[Number(digit) - 1];
  input?.focus();
  input?.click();
};

const startGoing = () => {
  clearTimeout(going);
  going = setTimeout(() => { going = null; }, GO_WITHIN_MS);
};

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  g: startGoing,
  '/': () => one('#q')?.focus(),
  '?': () => click('[data-act="help"]')
};

const press = (event) => {
  if (going) {
    clearTimeout(going);
    going = null;
    return click(`[data-go="${CSS.escape(event.key)}"]`);
  }
  if (ACTIONS[event.key]) return ACTIONS[event.key]();
  if (/^[1-9]$/.test(event.key)) return choose(event.key);
  return /^[a-z]$/.test(event.key) && click(`[data-key="${event.key}"]`);
};

on('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return submit(event);
  if (event.ctrlKey || event.metaKey || event.altKey || one('dialog[open]')) return undefined;
  if (near(event, TYPING)) return event.key === 'Escape' && event.target.blur();
  if (event.key === '/' || event.key === '?') event.preventDefault();
  return press(event);
});

on('click', (event) => {
  const button = near(event, '[data-act]');
  if (button?.dataset.act === 'help') {
    event.preventDefault();
    one('#help').showModal();
  }
  if (button?.dataset.act === 'print') window.print();
});

// The row whose link was followed is the current one, before the server has answered.
on('click', (event) => {
  const link = near(event, 'a.row');
  if (!link || !near(event, '[data-select-rows]')) return;
  all('tr[aria-current]').forEach((row) => row.removeAttribute('aria-current'));
  link.closest('tr').setAttribute('aria-current', 'true');
});
