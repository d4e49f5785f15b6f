// @ts-check
/** What is drawn while one paints: the brush's ring, the unfinished polygon, the crosshair; each with a halo. */

/** @typedef {import("./mask.js").Point} Point */
/** @typedef {import("../stage/viewport.js").Viewport} Viewport */

const HALO = "rgb(0 0 0 / 0.65)";
const ARM = 10;

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Point} point @returns {[number, number]} device pixels */
function placed(context, viewport, point) {
  const { x, y } = viewport.toView(point);
  context.lineJoin = "round";
  return [x * viewport.ratio, y * viewport.ratio];
}

/** Draw the path twice, dark and wide below, coloured above. @param {CanvasRenderingContext2D} context @param {number} ratio @param {string} colour */
function outline(context, ratio, colour) {
  for (const [style, width] of /** @type {[string, number][]} */ ([
    [HALO, 3.5],
    [colour, 1.5],
  ])) {
    context.strokeStyle = style;
    context.lineWidth = width * ratio;
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Point} at @param {number} radius pixels of the image @param {string} colour */
export function drawRing(context, viewport, at, radius, colour) {
  const [x, y] = placed(context, viewport, at);
  context.beginPath();
  context.arc(x, y, Math.max(1, radius * viewport.scale * viewport.ratio), 0, 2 * Math.PI);
  outline(context, viewport.ratio, colour);
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Point[]} corners @param {Point | null} next @param {string} colour */
export function drawPolygon(context, viewport, corners, next, colour) {
  const places = [...corners, ...(next ? [next] : [])].map((corner) => placed(context, viewport, corner));
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  if (places.length > 2) {
    context.fillStyle = `color-mix(in srgb, ${colour} 30%, transparent)`;
    context.fill();
  }
  outline(context, viewport.ratio, colour);
  for (const [x, y] of places.slice(0, corners.length)) {
    context.beginPath();
    context.arc(x, y, 4 * viewport.ratio, 0, 2 * Math.PI);
    context.fillStyle = "#ffffff";
    context.fill();
    outline(context, viewport.ratio, colour);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Point} at */
export function drawCrosshair(context, viewport, at) {
  const [x, y] = placed(context, viewport, at);
  const arm = ARM * viewport.ratio;
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
  outline(context, viewport.ratio, "#ffffff");
}
