// Tables in forms: rows are added and taken away. The server drops empty ones.
import { all, near, on, one } from './dom.js';

const renumber = (table) => all('tbody tr', table).forEach((row, index) => {
  for (const field of all('[name]', row)) {
    field.name = field.name.replace(/\.(\d+|#)\./, `.${index}.`);
    field.id = field.id.replace(/-(\d+|#)-/, `-${index}-`);
  }
});

on('click', (event) => {
  const add = near(event, '[data-add-row]');
  if (add) {
    const table = document.getElementById(add.dataset.addRow);
    one('tbody', table).append(one('template', table.parentNode).content.cloneNode(true));
    renumber(table);
    one('tbody tr:last-child [name]', table)?.focus();
  }
  const drop = near(event, '[data-drop-row]');
  if (drop) {
    const table = drop.closest('table');
    drop.closest('tr').remove();
    renumber(table);
    table.dispatchEvent(new Event('input', { bubbles: true }));
  }
});
