// Overlays are DOM nodes with textContent, never strings of HTML.
const h = (tag, className, text = '', title = '') => Object.assign(document.createElement(tag), { className, textContent: text, title });

const SHAPES = { ok: '●', warn: '◐', late: '▲', hold: '❚❚', done: '✓' };

const token = (overlays, canvas, { node, count, title, failed }) => {
  canvas.addMarker(node, failed ? 'has-failed' : 'has-token');
  overlays.add(node, 'token', {
    position: { bottom: 14, left: -14 }, html: h('div', failed ? 'ov-token ov-failed' : 'ov-token', failed ? '!' : String(count), title)
  });
};

const clock = (overlays, { node, state, text, title }) => {
  const chip = h('div', `ov-clock ov-${state}`, '', title);
  const shape = h('span', '', `${SHAPES[state]} `);
  shape.ariaHidden = 'true';
  chip.append(shape, text);
  overlays.add(node, 'clock', { position: { top: -13, left: 6 }, html: chip });
};

/** Put tokens, clocks, what was passed and a path on the diagram; marks of nodes that it does not show are left out. */
export function mark(viewer, { tokens = [], clocks = [], done = [], path = [] }) {
  const [ canvas, overlays, registry ] = [ 'canvas', 'overlays', 'elementRegistry' ].map((name) => viewer.get(name));
  const shown = ({ node }) => registry.get(node);
  done.filter((node) => registry.get(node)).forEach((node) => canvas.addMarker(node, 'was-done'));
  path.filter((node) => registry.get(node)).forEach((node) => canvas.addMarker(node, 'on-path'));
  tokens.filter(shown).forEach((row) => token(overlays, canvas, row));
  clocks.filter(shown).forEach((row) => clock(overlays, row));
}
