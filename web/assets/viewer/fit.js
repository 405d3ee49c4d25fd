const PADDING = 24;
const READABLE = 0.6;

const clamp = (middle, half, low, high) => high - low <= 2 * half
  ? (low + high) / 2
  : Math.min(Math.max(middle, low + half), high - half);

/** Show the whole diagram with some air; where that would be too small to read, the place that matters. */
export function fit(viewer, node) {
  const canvas = viewer.get('canvas');
  const { inner, outer } = canvas.viewbox();
  const whole = Math.min((outer.width - 2 * PADDING) / inner.width, (outer.height - 2 * PADDING) / inner.height, 1);
  const shape = whole < READABLE && node && viewer.get('elementRegistry').get(node);
  const scale = shape ? READABLE : whole;
  const [ width, height ] = [ outer.width / scale, outer.height / scale ];
  const [ air, at ] = [ PADDING / scale, shape || inner ];
  const x = clamp(at.x + at.width / 2, width / 2, inner.x - air, inner.x + inner.width + air);
  const y = clamp(at.y + at.height / 2, height / 2, inner.y - air, inner.y + inner.height + air);
  canvas.viewbox({ x: x - width / 2, y: y - height / 2, width, height });
}
