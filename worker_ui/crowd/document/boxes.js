// @ts-check
/** The boxes of a document's pairs on the stage: drawing them, finding the one under the pointer, moving their edges. */

/** @typedef {import("./blocks.js").Box} Box */
/** @typedef {import("./blocks.js").Pair} Pair */
/** @typedef {import("../stage/viewport.js").Viewport} Viewport */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {"key" | "value"} Part */

export const COLOURS = Object.freeze({ key: "#2f7ff0", value: "#1fa85a", rejected: "#8a8f98" });
const GRIP = 7;
const LEAST = 3;

/** @param {Pair} pair @param {Part} part */
export const boxOfPart = (pair, part) => (part === "key" ? pair.keyBox : pair.valueBox);

/** @param {Box} box @param {Viewport} viewport @returns {import("../stage/viewport.js").Bounds} in pixels of the image */
export function boundsOf({ left, top, width, height }, { imageWidth, imageHeight }) {
  const [right, bottom] = [left + width, top + height];
  return { left: left * imageWidth, top: top * imageHeight, right: right * imageWidth, bottom: bottom * imageHeight };
}

/** @param {Point} one @param {Point} other corners, in pixels of the image @param {Viewport} viewport @returns {Box} */
export function boxBetween(one, other, viewport) {
  const [a, b] = [viewport.inside(one), viewport.inside(other)];
  const { imageWidth, imageHeight } = viewport;
  return {
    left: Math.min(a.x, b.x) / imageWidth,
    top: Math.min(a.y, b.y) / imageHeight,
    width: Math.abs(a.x - b.x) / imageWidth,
    height: Math.abs(a.y - b.y) / imageHeight,
  };
}

/** Whether a box is large enough to have been meant. @param {Box} box @param {Viewport} viewport */
export function isMeant({ width, height }, { imageWidth, imageHeight, scale }) {
  return width * imageWidth * scale >= LEAST && height * imageHeight * scale >= LEAST;
}

/**
 * The smallest box around a point.
 * @param {readonly Pair[]} pairs @param {Point} point @param {Viewport} viewport
 * @returns {{index: number, part: Part} | null}
 */
export function partAt(pairs, point, viewport) {
  let found = null;
  let least = Infinity;
  for (const [index, pair] of pairs.entries())
    for (const part of /** @type {Part[]} */ (["value", "key"])) {
      const box = boxOfPart(pair, part);
      if (!box || box.width * box.height >= least || !holds(boundsOf(box, viewport), point)) continue;
      least = box.width * box.height;
      found = { index, part };
    }
  return found;
}

/** @param {import("../stage/viewport.js").Bounds} bounds @param {Point} point */
function holds({ left, top, right, bottom }, { x, y }) {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** The corner of a box under a point. @param {Box} box @param {Point} point @param {Viewport} viewport @returns {Point | null} the corner across from it */
export function anchorAt(box, point, viewport) {
  const { left, top, right, bottom } = boundsOf(box, viewport);
  for (const [x, y] of [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ])
    if (Math.hypot(point.x - (x ?? 0), point.y - (y ?? 0)) * viewport.scale <= GRIP)
      return { x: left + right - (x ?? 0), y: top + bottom - (y ?? 0) };
  return null;
}

/** A box moved, held inside the image. @param {Box} box @param {number} dx @param {number} dy pixels of the image @param {Viewport} viewport @returns {Box} */
export function movedBox(box, dx, dy, { imageWidth, imageHeight }) {
  const left = Math.min(Math.max(0, box.left + dx / imageWidth), 1 - box.width);
  const top = Math.min(Math.max(0, box.top + dy / imageHeight), 1 - box.height);
  return { ...box, left, top };
}

/** A box grown to the right and down, held inside the image. @param {Box} box @param {number} dx @param {number} dy @param {Viewport} viewport @returns {Box} */
export function grownBox(box, dx, dy, { imageWidth, imageHeight }) {
  const width = Math.min(Math.max(1 / imageWidth, box.width + dx / imageWidth), 1 - box.left);
  const height = Math.min(Math.max(1 / imageHeight, box.height + dy / imageHeight), 1 - box.top);
  return { ...box, width, height };
}

/**
 * Draw all boxes; those of the current pair stand out and are joined by a line.
 * @param {CanvasRenderingContext2D} context device pixels
 * @param {Viewport} viewport
 * @param {readonly Pair[]} pairs
 * @param {number} current index, -1 if there is none
 */
export function drawPairs(context, viewport, pairs, current) {
  pairs.forEach((pair, index) => index !== current && drawPair(context, viewport, pair, false));
  const pair = pairs[current];
  if (!pair) return;
  if (pair.keyBox && pair.valueBox) drawLink(context, viewport, pair.keyBox, pair.valueBox);
  drawPair(context, viewport, pair, true);
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Pair} pair @param {boolean} isCurrent */
function drawPair(context, viewport, pair, isCurrent) {
  for (const part of /** @type {Part[]} */ (["key", "value"])) {
    const box = boxOfPart(pair, part);
    if (box) drawBox(context, viewport, box, pair.isValid ? COLOURS[part] : COLOURS.rejected, isCurrent, !pair.isValid);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Box} box @param {string} colour @param {boolean} isStrong @param {boolean} [isDashed] */
export function drawBox(context, viewport, box, colour, isStrong, isDashed = false) {
  const [x, y, width, height] = placed(viewport, box);
  const { ratio } = viewport;
  context.setLineDash(isDashed ? [5 * ratio, 4 * ratio] : []);
  context.fillStyle = `color-mix(in srgb, ${colour} ${isStrong ? 22 : 9}%, transparent)`;
  context.fillRect(x, y, width, height);
  if (isStrong) {
    context.strokeStyle = "rgb(255 255 255 / 0.8)";
    context.lineWidth = 5 * ratio;
    context.strokeRect(x, y, width, height);
  }
  context.strokeStyle = colour;
  context.lineWidth = (isStrong ? 2.5 : 1.25) * ratio;
  context.strokeRect(x, y, width, height);
  context.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Box} box @param {string} colour */
export function drawGrips(context, viewport, box, colour) {
  const [x, y, width, height] = placed(viewport, box);
  const half = (GRIP / 2) * viewport.ratio;
  for (const [across, down] of [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]) {
    context.fillStyle = "#ffffff";
    context.fillRect((across ?? 0) - half, (down ?? 0) - half, 2 * half, 2 * half);
    context.strokeStyle = colour;
    context.lineWidth = 1.5 * viewport.ratio;
    context.strokeRect((across ?? 0) - half, (down ?? 0) - half, 2 * half, 2 * half);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Box} from @param {Box} to */
function drawLink(context, viewport, from, to) {
  const [a, b] = [placed(viewport, from), placed(viewport, to)];
  context.beginPath();
  context.moveTo(...nearest(a, b));
  context.lineTo(...nearest(b, a));
  context.strokeStyle = COLOURS.key;
  context.lineWidth = 1.5 * viewport.ratio;
  context.setLineDash([4 * viewport.ratio, 4 * viewport.ratio]);
  context.stroke();
  context.setLineDash([]);
}

/**
 * The middle of the side of a box that looks at another.
 * @param {[number, number, number, number]} box @param {[number, number, number, number]} other x, y, width, height
 * @returns {[number, number]}
 */
function nearest([x, y, width, height], [toX, toY, toWidth, toHeight]) {
  if (toX >= x + width) return [x + width, y + height / 2];
  if (toX + toWidth <= x) return [x, y + height / 2];
  return toY + toHeight / 2 >= y + height / 2 ? [x + width / 2, y + height] : [x + width / 2, y];
}

/** @param {Viewport} viewport @param {Box} box @returns {[number, number, number, number]} x, y, width, height in device pixels */
function placed(viewport, box) {
  const { left, top, right, bottom } = boundsOf(box, viewport);
  const scale = viewport.scale * viewport.ratio;
  const [x, y] = [viewport.x * viewport.ratio + left * scale, viewport.y * viewport.ratio + top * scale];
  return [x, y, (right - left) * scale, (bottom - top) * scale];
}
