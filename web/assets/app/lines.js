// What is wrong on a line of a text leads to that line, selected.
import { near, on } from './dom.js';

const span = (text, number) => {
  const lines = text.split('\n');
  const begin = lines.slice(0, number - 1).join('\n').length + (number > 1 ? 1 : 0);
  return [ begin, begin + (lines[number - 1]?.length ?? 0) ];
};

on('click', (event) => {
  const link = near(event, 'a[data-line]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  if (field.tagName !== 'TEXTAREA') return;
  field.setSelectionRange(...span(field.value, Number(link.dataset.line)));
  const height = field.scrollHeight / field.value.split('\n').length;
  field.scrollTop = Math.max(0, (Number(link.dataset.line) - 4) * height);
});
