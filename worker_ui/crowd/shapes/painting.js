// @ts-check
/**
 * Shapes on canvas. Every line has a dark halo, so that it shows on any image. Coordinates are turned into device
 * pixels here instead of by the canvas, so that lines keep their width at every zoom; what is out of sight is left
 * out; shapes of one label are drawn together, because changes of style cost more than rectangles. Boxes lie on whole
 * pixels with sharp corners and even lines: that alone makes a thousand of them cost next to nothing (bench/drawing.py).
 * Names are written beside the shapes as long as few enough are in sight to be read.
 */
import { boundsOf } from "./geometry.js";

/** @typedef {import("../stage/viewport.js").Viewport} Viewport */
/** @typedef {import("../stage/viewport.js").Point} Point */
/** @typedef {import("./kind.js").Shape} Shape */
/** @typedef {import("./kind.js").Kind} Kind */
/** @typedef {{colour: string, isStrong: boolean}} Look */

const MOST_NAMES = 60;
const HALO = "rgb(0 0 0 / 0.55)";
const POINT_RADIUS = 5;

/** A shape's corners on the screen. @param {readonly Point[]} points @param {Viewport} viewport @returns {Point[]} device pixels */
const onScreen = (points, { scale, ratio, x, y }) =>
  points.map((point) => ({ x: (point.x * scale + x) * ratio, y: (point.y * scale + y) * ratio }));

/** @param {readonly Point[]} points @param {import("../stage/viewport.js").Bounds} seen */
function isInSight(points, seen) {
  const { left, top, right, bottom } = boundsOf(points);
  return right >= seen.left && left <= seen.right && bottom >= seen.top && top <= seen.bottom;
}

/**
 * Draw many shapes.
 * @param {CanvasRenderingContext2D} context
 * @param {Viewport} viewport
 * @param {Kind} kind
 * @param {readonly Shape[]} shapes
 * @param {(label: string) => string} colourOf
 */
export function paintShapes(context, viewport, kind, shapes, colourOf) {
  const seen = viewport.visible(-POINT_RADIUS * 2);
  const drawn = shapes.filter((shape) => isInSight(shape.points, seen));
  /** @type {Map<string, Point[][]>} */
  const groups = new Map();
  for (const shape of drawn) {
    const group = groups.get(shape.label) ?? [];
    groups.set(shape.label, group);
    group.push(onScreen(shape.points, viewport));
  }
  for (const [label, group] of groups) {
    paintOutlines(context, viewport.ratio, kind, group, { colour: colourOf(label), isStrong: false });
  }
  if (drawn.length > MOST_NAMES) return;
  for (const shape of drawn) paintName(context, viewport, shape, colourOf(shape.label));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} ratio
 * @param {Kind} kind
 * @param {Point[][]} group shapes in device pixels
 * @param {Look} look
 */
function paintOutlines(context, ratio, kind, group, { colour, isStrong }) {
  const draw = pens(context, ratio, kind);
  if (kind.hasArea || kind.most === 1) {
    context.fillStyle = colour;
    context.globalAlpha = kind.most === 1 ? 1 : isStrong ? 0.25 : 0.12;
    for (const points of group) draw.fill(points);
    context.globalAlpha = 1;
  }
  context.lineJoin = isBox(kind) ? "miter" : "round";
  context.lineCap = "round";
  context.strokeStyle = HALO;
  context.lineWidth = even((isStrong ? 5 : 3.5) * ratio);
  for (const points of group) draw.stroke(points);
  context.strokeStyle = kind.most === 1 ? "#fff" : colour;
  context.lineWidth = even((isStrong ? 2.75 : 1.75) * ratio);
  for (const points of group) draw.stroke(points);
}

/** The nearest even number of pixels: about a whole coordinate, such a line needs no smoothing. @param {number} width */
const even = (width) => Math.max(2, 2 * Math.round(width / 2));

/**
 * How a kind's shapes are filled and stroked. Boxes and points have ways of their own that cost a fraction of a path.
 * @param {CanvasRenderingContext2D} context
 * @param {number} ratio
 * @param {Kind} kind
 * @returns {{fill: (points: Point[]) => void, stroke: (points: Point[]) => void}}
 */
function pens(context, ratio, kind) {
  if (isBox(kind)) {
    const place = (/** @type {Point[]} */ points) => {
      const [a, b] = /** @type {[Point, Point]} */ (points);
      const [left, top] = [Math.round(a.x), Math.round(a.y)];
      return /** @type {[number, number, number, number]} */ ([
        left,
        top,
        Math.round(b.x) - left,
        Math.round(b.y) - top,
      ]);
    };
    return {
      fill: (points) => context.fillRect(...place(points)),
      stroke: (points) => context.strokeRect(...place(points)),
    };
  }
  const trace = kind.most === 1 ? dotAt(context, POINT_RADIUS * ratio) : lineAlong(context, kind.isClosed);
  return {
    fill: (points) => (trace(points), context.fill()),
    stroke: (points) => (trace(points), context.stroke()),
  };
}

/** @param {CanvasRenderingContext2D} context @param {number} radius @returns {(points: Point[]) => void} */
const dotAt = (context, radius) => (points) => {
  context.beginPath();
  for (const { x, y } of points) context.arc(x, y, radius, 0, 2 * Math.PI);
};

/** @param {CanvasRenderingContext2D} context @param {boolean} isClosed @returns {(points: Point[]) => void} */
const lineAlong = (context, isClosed) => (points) => {
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  if (isClosed && points.length > 2) context.closePath();
};

/**
 * Draw the shape that is chosen, pointed at, or in hand.
 * @param {CanvasRenderingContext2D} context
 * @param {Viewport} viewport
 * @param {Kind} kind
 * @param {Shape} shape
 * @param {string} colour
 */
function paintStrong(context, viewport, kind, shape, colour) {
  const group = [onScreen(shape.points, viewport)];
  paintOutlines(context, viewport.ratio, kind, group, { colour, isStrong: true });
  paintName(context, viewport, shape, colour);
}

/**
 * Draw what can be grabbed.
 * @param {CanvasRenderingContext2D} context
 * @param {Viewport} viewport
 * @param {import("./kind.js").Handle[]} handles
 * @param {number} active index of the one in hand, -1 for none
 * @param {string} colour
 */
function paintHandles(context, viewport, handles, active, colour) {
  const { ratio } = viewport;
  onScreen(handles, viewport).forEach(({ x, y }, index) => {
    const handle = /** @type {import("./kind.js").Handle} */ (handles[index]);
    const isActive = handle.index === active;
    context.beginPath();
    context.arc(x, y, (handle.isMiddle ? 3 : isActive ? 7 : 5) * ratio, 0, 2 * Math.PI);
    context.fillStyle = isActive ? colour : "#fff";
    context.fill();
    context.lineWidth = (isActive ? 3 : 1.5) * ratio;
    context.strokeStyle = isActive ? "#fff" : "rgb(0 0 0 / 0.75)";
    context.stroke();
  });
}

/**
 * Draw a shape that is begun: its points, and the line to where the pointer is.
 * @param {CanvasRenderingContext2D} context
 * @param {Viewport} viewport
 * @param {Kind} kind
 * @param {readonly Point[]} points
 * @param {Point | null} next
 * @param {string} colour
 */
function paintBegun(context, viewport, kind, points, next, colour) {
  const { ratio } = viewport;
  const all = onScreen(next ? [...points, next] : points, viewport);
  const corners = isBox(kind) && all.length === 2 ? kind.outline(all) : all;
  const trace = lineAlong(context, isBox(kind));
  for (const [width, style] of /** @type {[number, string][]} */ ([
    [4.5, HALO],
    [2.25, colour],
  ])) {
    trace([...corners]);
    context.lineWidth = width * ratio;
    context.strokeStyle = style;
    context.stroke();
  }
  if (isBox(kind)) return;
  const dots = points.map((point, index) => ({ ...point, index, cursor: "", isMiddle: index > 0, name: "" }));
  paintHandles(context, viewport, dots, -1, colour);
}

/**
 * Lines across the whole image through a point: a pointer's to aim with, or the keyboard's own cursor.
 * @param {CanvasRenderingContext2D} context
 * @param {Viewport} viewport
 * @param {Point} point
 * @param {boolean} isStrong
 */
function paintCross(context, viewport, point, isStrong) {
  const { ratio, imageWidth, imageHeight } = viewport;
  const [at, start, end] = onScreen([point, { x: 0, y: 0 }, { x: imageWidth, y: imageHeight }], viewport);
  if (!at || !start || !end) return;
  const [x, y] = [Math.round(at.x) + 0.5, Math.round(at.y) + 0.5];
  for (const [style, offset] of /** @type {[string, number][]} */ ([
    ["rgb(0 0 0 / 0.6)", 0],
    ["rgb(255 255 255 / 0.85)", 4],
  ])) {
    context.beginPath();
    context.moveTo(start.x, y);
    context.lineTo(end.x, y);
    context.moveTo(x, start.y);
    context.lineTo(x, end.y);
    context.lineWidth = (isStrong ? 2 : 1) * ratio;
    context.strokeStyle = style;
    context.setLineDash([4 * ratio, 4 * ratio]);
    context.lineDashOffset = offset * ratio;
    context.stroke();
  }
  context.setLineDash([]);
}

/**
 * Draw what is being done.
 * @param {CanvasRenderingContext2D} context
 * @param {Viewport} viewport
 * @param {import("./shape-annotator.js").ShapeAnnotator} owner
 */
export function paintDoing(context, viewport, owner) {
  const { kind, hovered, hand, palette, shown } = owner;
  const { cursor } = owner.keys;
  const isAiming = owner.tool === "draw" && !hovered && !owner.stage.isDragging && !cursor;
  if (isAiming && isBox(kind) && hand.aim) paintCross(context, viewport, hand.aim, false);
  if (hovered && hovered.id !== shown?.id)
    paintStrong(context, viewport, kind, hovered, palette.colourOf(hovered.label));
  if (shown) paintChosen(context, viewport, owner, shown);
  if (hand.isDrawing) {
    const colour = palette.colourOf(palette.chosen ?? "");
    paintBegun(context, viewport, kind, hand.points, hand.aim, colour);
  }
  if (cursor) paintCross(context, viewport, cursor, true);
  const begun = isBox(kind) && hand.isDrawing && hand.aim ? [...hand.points, hand.aim] : null;
  const measured = owner.isHolding ? shown?.points : begun;
  if (measured) paintNote(context, viewport, measuredAt(measured), kind.describe(kind.settled(measured)));
}

/** @param {Kind} kind */
const isBox = (kind) => kind.isClosed && kind.most === 2;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Viewport} viewport
 * @param {import("./shape-annotator.js").ShapeAnnotator} owner
 * @param {Shape} shape
 */
function paintChosen(context, viewport, { kind, handle, palette }, shape) {
  const colour = palette.colourOf(shape.label);
  paintStrong(context, viewport, kind, shape, colour);
  if (kind.most > 1) paintHandles(context, viewport, kind.handles(shape.points), handle, colour);
  else paintRing(context, viewport, shape.points);
}

/** @param {readonly Point[]} points @returns {Point} */
function measuredAt(points) {
  const { right, bottom } = boundsOf(points);
  return { x: right, y: bottom };
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {readonly Point[]} points */
function paintRing(context, viewport, points) {
  const { ratio } = viewport;
  for (const { x, y } of onScreen(points, viewport)) {
    for (const [width, style] of /** @type {[number, string][]} */ ([
      [4, HALO],
      [2, "#fff"],
    ])) {
      context.beginPath();
      context.arc(x, y, 11 * ratio, 0, 2 * Math.PI);
      context.lineWidth = width * ratio;
      context.strokeStyle = style;
      context.stroke();
    }
  }
}

/** Write a few words on a dark ground. @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Point} at image coordinates @param {string} text */
function paintNote(context, viewport, at, text) {
  const [{ x, y }] = /** @type {[Point]} */ (onScreen([at], viewport));
  const { ratio } = viewport;
  paintTag(context, ratio, { x: x + 12 * ratio, y: y + 30 * ratio }, text, "rgb(12 18 17 / 0.85)");
}

/** @param {CanvasRenderingContext2D} context @param {Viewport} viewport @param {Shape} shape @param {string} colour */
function paintName(context, viewport, shape, colour) {
  if (shape.label === "") return;
  const { ratio } = viewport;
  const { left, top } = boundsOf(shape.points);
  const [{ x, y }] = /** @type {[Point]} */ (onScreen([{ x: left, y: top }], viewport));
  const isPoint = shape.points.length === 1;
  const place = { x: x + (isPoint ? 9 : -1) * ratio, y: isPoint ? y + 8 * ratio : Math.max(17 * ratio, y - 2 * ratio) };
  paintTag(context, ratio, place, shape.label, colour);
}

/** @param {CanvasRenderingContext2D} context @param {number} ratio @param {Point} at lower left corner, device pixels @param {string} text @param {string} ground */
function paintTag(context, ratio, { x, y }, text, ground) {
  context.font = `600 ${11 * ratio}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  const shown = text.length > 28 ? `${text.slice(0, 27)}…` : text;
  const width = context.measureText(shown).width + 10 * ratio;
  const height = 16 * ratio;
  context.fillStyle = ground;
  context.beginPath();
  context.roundRect(x, y - height, width, height, 3 * ratio);
  context.fill();
  context.fillStyle = inkOn(ground);
  context.fillText(shown, x + 5 * ratio, y - height / 2 + ratio / 2);
}

/** @type {Map<string, string>} */
const inks = new Map();

/** Black or white, whichever is easier to read on a colour. @param {string} ground */
function inkOn(ground) {
  const known = inks.get(ground);
  if (known) return known;
  const probe = new OffscreenCanvas(1, 1).getContext("2d");
  if (!probe) return "#fff";
  probe.fillStyle = ground;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = [...probe.getImageData(0, 0, 1, 1).data].map((part) => ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
  const ink = light > 0.3 ? "#0c1211" : "#fff";
  inks.set(ground, ink);
  return ink;
}
