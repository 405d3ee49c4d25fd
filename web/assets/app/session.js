// When the session has ended, nothing that was typed is lost: a form is sent again as a plain one, and the server
// keeps its fields while the person signs in. A page that only refreshes itself stays as it is.
import { near, on, one } from './dom.js';
import { say } from './toast.js';

const typed = (element) => element.closest('form')?.method === 'post' ? element.closest('form') : null;

on('htmx:before:response', (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status !== 401) return;
  if (ctx.sourceEvent?.type === 'every') {
    event.preventDefault();
    say(document.body.dataset.expired);
  } else if (ctx.request.method === 'POST' && typed(ctx.sourceElement)) {
    event.preventDefault();
    typed(ctx.sourceElement).submit();
  }
});

// A form is sent once, however often its button is pressed.
on('submit', (event) => {
  const form = near(event, 'form[method=post]');
  if (!form || form.dataset.theme !== undefined) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});
on('htmx:finally:request', (event) => {
  delete event.target.closest?.('form')?.dataset.sent;
});

// The summary of what is wrong, or the next task, is where reading goes on.
on('htmx:after:swap', () => (one('.summary') ?? one('#pane-title'))?.focus({ preventScroll: false }));
one('.summary')?.focus();
