// @ts-check
/** The five kinds of shape, in what they differ from the base in kind.js. */
import { boundsOf, cornersOf, crossesItself, rounded } from "./geometry.js";
import { Kind, handle, number, pointIn } from "./kind.js";

/** @typedef {import("../stage/viewport.js").Point} Point */

class Box extends Kind {
  key = "boundingBoxes";
  noun = "box";
  nouns = "boxes";
  most = 2;
  isClosed = true;
  isDragged = true;
  hasArea = true;

  /** @override @param {Record<string, unknown>} item */
  read(item) {
    const [left, top, width, height] = ["left", "top", "width", "height"].map((name) => number(item[name]));
    if (left == null || top == null || width == null || height == null) return null;
    return ordered([
      { x: left, y: top },
      { x: left + width, y: top + height },
    ]);
  }

  /** @override @param {readonly Point[]} points */
  write(points) {
    const { left, top, right, bottom } = boundsOf(points);
    return { height: bottom - top, left, top, width: right - left };
  }

  /** @override @param {Record<string, unknown>} item */
  given({ height, left, top, width }) {
    return { height: number(height), left: number(left), top: number(top), width: number(width) };
  }

  /** @override @param {readonly Point[]} points */
  outline(points) {
    return cornersOf(boundsOf(points));
  }

  /** @override @param {readonly Point[]} points */
  handles(points) {
    const bounds = boundsOf(points);
    return SIDES.map(([name, across, down, cursor], index) => {
      const x = bounds.left + ((bounds.right - bounds.left) * (across + 1)) / 2;
      const y = bounds.top + ((bounds.bottom - bounds.top) * (down + 1)) / 2;
      return handle({ x, y }, index, cursor, name);
    });
  }

  /** @override @param {readonly Point[]} points @param {number} index @returns {(to: Point) => Point[]} */
  grab(points, index) {
    const { left, top, right, bottom } = boundsOf(points);
    const [, across, down] = SIDES[index] ?? SIDES[0];
    return ({ x, y }) =>
      ordered([
        { x: across < 0 ? x : left, y: down < 0 ? y : top },
        { x: across > 0 ? x : right, y: down > 0 ? y : bottom },
      ]);
  }

  /** @override @param {readonly Point[]} _points @param {number} index */
  grabbed(_points, index) {
    return index;
  }

  /** @override @returns {null} */
  without() {
    return null;
  }

  /** @override @param {readonly Point[]} points */
  settled(points) {
    return ordered(rounded(points));
  }

  /** @override @param {readonly Point[]} points */
  isReal(points) {
    const { left, top, right, bottom } = boundsOf(points);
    return points.length === 2 && right - left >= 1 && bottom - top >= 1;
  }

  /** @override @param {readonly Point[]} points @param {Point} at */
  contains(points, { x, y }) {
    const { left, top, right, bottom } = boundsOf(points);
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  /** @override @param {readonly Point[]} points */
  describe(points) {
    const { width, height, left, top } = /** @type {Record<string, number>} */ (this.write(rounded(points)));
    return `${width} × ${height} at ${left}, ${top}`;
  }

  /** @override */
  nextStep() {
    return "Click the opposite corner. Esc cancels.";
  }

  /** @override */
  get firstStep() {
    return "Drag to draw a box, or click two opposite corners.";
  }

  /** @override */
  get chosenStep() {
    return "Drag the box to move it, a handle to resize it. Del deletes it, a label's key relabels it.";
  }
}

class Keypoint extends Kind {
  key = "keypoints";
  noun = "point";
  nouns = "points";
  fewest = 1;
  most = 1;
  isDragged = true;

  /** @override @param {Record<string, unknown>} item */
  read(item) {
    const point = pointIn(item);
    return point && [point];
  }

  /** @override @param {readonly Point[]} points @returns {Record<string, unknown>} */
  write(points) {
    const { x, y } = /** @type {Point} */ (points[0]);
    return { x, y };
  }

  /** @override @param {readonly Point[]} points */
  isReal(points) {
    return points.length === 1;
  }

  /** @override @param {readonly Point[]} points */
  describe(points) {
    const [point] = rounded(points);
    return `at ${point?.x}, ${point?.y}`;
  }

  /** @override */
  get firstStep() {
    return "Click to set a point; drag a point to move it.";
  }

  /** @override */
  get chosenStep() {
    return "Drag the point to move it. Del deletes it, a label's key relabels it.";
  }
}

class Polygon extends Kind {
  key = "polygons";
  noun = "polygon";
  nouns = "polygons";
  fewest = 3;
  isClosed = true;
  hasArea = true;

  /** Lines of one polygon may not overlap [D: the guide's own instructions say so]. @override @param {readonly Point[]} points */
  isAllowed(points) {
    return !crossesItself(points, points.length >= this.fewest);
  }

  /** @override @param {readonly Point[]} points */
  isAllowedOpen(points) {
    return !crossesItself(points, false);
  }

  /** @override @param {readonly Point[]} points */
  isReal(points) {
    return super.isReal(points) && points.length >= 3;
  }

  /** @override @param {number} count */
  nextStep(count) {
    if (count < this.fewest) return "Click the next corner. Esc cancels.";
    return "Click the next corner; click the first one or press Enter to close the polygon. Esc cancels.";
  }

  /** @override */
  get firstStep() {
    return "Click the corners of the polygon one after another.";
  }
}

class Line extends Kind {
  key = "lines";
  noun = "line";
  nouns = "lines";
  most = 2;
  isDragged = true;

  /** @override @param {readonly Point[]} points */
  describe(points) {
    const [from, to] = rounded(points);
    return `from ${from?.x}, ${from?.y} to ${to?.x}, ${to?.y}`;
  }

  /** @override */
  nextStep() {
    return "Click where the line ends. Esc cancels.";
  }

  /** @override */
  get firstStep() {
    return "Click where the line begins and where it ends, or drag.";
  }

  /** @override */
  get chosenStep() {
    return "Drag the line to move it, an end to adjust it. Del deletes it, a label's key relabels it.";
  }
}

export const BOX = new Box();
export const KEYPOINT = new Keypoint();
export const LINE = new Line();
export const POLYGON = new Polygon();
export const POLYLINE = new Kind();

/** Name, way across (-1 left, 1 right), way down, cursor. @type {[string, number, number, string][]} */
const SIDES_OF_A_BOX = [
  ["top left corner", -1, -1, "nwse-resize"],
  ["top edge", 0, -1, "ns-resize"],
  ["top right corner", 1, -1, "nesw-resize"],
  ["right edge", 1, 0, "ew-resize"],
  ["bottom right corner", 1, 1, "nwse-resize"],
  ["bottom edge", 0, 1, "ns-resize"],
  ["bottom left corner", -1, 1, "nesw-resize"],
  ["left edge", -1, 0, "ew-resize"],
];
const SIDES = /** @type {[[string, number, number, string], ...[string, number, number, string][]]} */ (SIDES_OF_A_BOX);

/** @param {readonly Point[]} points two @returns {Point[]} top left and bottom right */
function ordered(points) {
  const { left, top, right, bottom } = boundsOf(points);
  return [
    { x: left, y: top },
    { x: right, y: bottom },
  ];
}
