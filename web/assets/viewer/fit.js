const PADDING = 28;
const READABLE = 0.5;

/** Show the whole diagram with some air; where that would be too small to read, the place that matters. */
export function fit(viewer, node) {
  const canvas = viewer.get('canvas');
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min((outer.width - 2 * PADDING) / inner.width, (outer.height - 2 * PADDING) / inner.height, 1);
  const shape = node && viewer.get('elementRegistry').get(node);
  const wanted = shape && scale < READABLE ? READABLE * 1.3 : scale;
  const [ width, height ] = [ outer.width / wanted, outer.height / wanted ];
  const middle = shape && scale < READABLE
    ? { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 }
    : { x: inner.x + inner.width / 2, y: inner.y + inner.height / 2 };
  canvas.viewbox({ x: middle.x - width / 2, y: middle.y - height / 2, width, height });
}
