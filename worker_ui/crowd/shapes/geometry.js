// @ts-check
/** Plane geometry of shapes: points in, numbers or new points out. Everything is in pixels of the image. */

/** @typedef {import("../stage/viewport.js").Point} Point */
/** @typedef {import("../stage/viewport.js").Bounds} Bounds */

/** @param {readonly Point[]} points at least one @returns {Bounds} */
export function boundsOf(points) {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    if (x < bounds.left) bounds.left = x;
    if (x > bounds.right) bounds.right = x;
    if (y < bounds.top) bounds.top = y;
    if (y > bounds.bottom) bounds.bottom = y;
  }
  return bounds;
}

/** @param {Bounds} bounds @returns {Point[]} its corners, clockwise from the top left one */
export const cornersOf = ({ left, top, right, bottom }) => [
  { x: left, y: top },
  { x: right, y: top },
  { x: right, y: bottom },
  { x: left, y: bottom },
];

/** @param {Point} one @param {Point} other */
export const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

/** @param {Point} one @param {Point} other @returns {Point} */
export const middle = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

/** @param {readonly Point[]} points @param {boolean} isClosed @returns {[Point, Point][]} */
export function edgesOf(points, isClosed) {
  /** @type {[Point, Point][]} */
  const edges = points.slice(1).map((point, index) => [/** @type {Point} */ (points[index]), point]);
  const [first, last] = [points[0], points.at(-1)];
  if (isClosed && first && last && points.length > 2) edges.push([last, first]);
  return edges;
}

/** @param {Point} point @param {Point} from @param {Point} to */
export function distanceToSegment(point, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const held = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - held * dx, point.y - from.y - held * dy);
}

/** @param {Point} point @param {readonly Point[]} points @param {boolean} isClosed */
export function distanceToLines(point, points, isClosed) {
  if (points.length === 1) return distance(point, /** @type {Point} */ (points[0]));
  return Math.min(...edgesOf(points, isClosed).map(([from, to]) => distanceToSegment(point, from, to)));
}

/** Whether a point lies inside a polygon (even-odd). @param {Point} point @param {readonly Point[]} points */
export function isInside(point, points) {
  let isIn = false;
  for (const [from, to] of edgesOf(points, true)) {
    const spans = from.y > point.y !== to.y > point.y;
    if (spans && point.x < ((to.x - from.x) * (point.y - from.y)) / (to.y - from.y) + from.x) isIn = !isIn;
  }
  return isIn;
}

/** @param {Point} a @param {Point} b @param {Point} c */
const turn = (a, b, c) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));

/** @param {Point} a @param {Point} b @param {Point} c in line with them */
const isBetween = (a, b, c) =>
  Math.min(a.x, b.x) <= c.x && c.x <= Math.max(a.x, b.x) && Math.min(a.y, b.y) <= c.y && c.y <= Math.max(a.y, b.y);

/** Whether two segments meet anywhere. @param {[Point, Point]} one @param {[Point, Point]} other */
export function doCross([a, b], [c, d]) {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  );
}

/** Whether neighbours fold back on one another. @param {[Point, Point]} one @param {[Point, Point]} next */
function doFold([a, b], [, c]) {
  return turn(a, b, c) === 0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0;
}

/** Whether lines of one shape cross or lie on one another. @param {readonly Point[]} points @param {boolean} isClosed */
export function crossesItself(points, isClosed) {
  const edges = edgesOf(points, isClosed);
  const last = edges.length - 1;
  return edges.some((edge, index) =>
    edges.slice(index + 1).some((other, step) => {
      if (step === 0) return doFold(edge, other);
      if (isClosed && index === 0 && index + 1 + step === last) return doFold(other, edge);
      return doCross(edge, other);
    }),
  );
}

/** @param {readonly Point[]} points @returns {Point[]} whole pixels */
export const rounded = (points) => points.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));

/**
 * Move points together, no further than their bounds stay in the image.
 * @param {readonly Point[]} points
 * @param {Point} by
 * @param {{width: number, height: number}} size of the image
 * @returns {Point[]}
 */
export function moved(points, by, { width, height }) {
  const { left, top, right, bottom } = boundsOf(points);
  const dx = Math.max(Math.min(by.x, width - right), -left);
  const dy = Math.max(Math.min(by.y, height - bottom), -top);
  return points.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
}

/** @param {readonly Point[]} one @param {readonly Point[]} other */
export const areSame = (one, other) =>
  one.length === other.length && one.every(({ x, y }, index) => x === other[index]?.x && y === other[index]?.y);
