/** The first element that matches, the event's nearest one, and a listener for the whole document. */
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [ ...root.querySelectorAll(selector) ];
export const near = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;
export const on = (name, listener) => document.addEventListener(name, listener);
