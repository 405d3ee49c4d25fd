// One panel is open at a time; Escape, or a click beside it, closes it.
import { all, near, on } from './dom.js';

const closeAll = (except = null) => all('details.menu[open]').forEach((menu) => {
  if (menu !== except) menu.open = false;
});

on('click', (event) => closeAll(near(event, 'details.menu')));
on('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = near(event, 'details.menu[open]');
  closeAll();
  menu?.querySelector('summary').focus();
});
document.addEventListener('toggle', (event) => {
  if (event.target.matches?.('details.menu[open]')) {
    event.target.querySelector('.panel :is(input:not([type=hidden]), select, textarea)')?.focus();
  }
}, true);
