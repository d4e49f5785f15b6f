// @ts-check
/**
 * What a kind of shape is: how it is written in an answer (A2I_FACTS J2 [D]), what of it can be grabbed, how a hand
 * draws it. The base is an open line of any number of points; the others stand in kinds.js.
 *
 * A shape's points are pixels of the image; a box has two, its top left and its bottom right corner. A drawn or
 * adjusted shape has whole pixels, as in AWS's examples; one that nobody touched gives back the numbers it came with.
 */
import { labelOf } from "../jsonish.js";
import { areSame, distance, distanceToLines, edgesOf, isInside, middle, rounded } from "./geometry.js";

/** @typedef {import("../stage/viewport.js").Point} Point */
/** @typedef {{width: number, height: number}} Size */
/**
 * @typedef {object} Shape
 * @property {number} id unique in its element
 * @property {string} label
 * @property {readonly Point[]} points
 * @property {Readonly<Record<string, unknown>>} [given] the numbers of an untouched initial value
 */
/** A place to grab: `index` for `grab`; a handle in the middle of an edge adds a vertex. @typedef {{x: number, y: number, index: number, cursor: string, isMiddle: boolean, name: string}} Handle */

/** The base is an open line of any number of points. */
export class Kind {
  /** The member of the answer that holds the list. */
  key = "polylines";
  noun = "polyline";
  nouns = "polylines";
  /** How many points a finished shape has. */
  fewest = 2;
  most = Infinity;
  isClosed = false;
  /** Whether one drag draws it. */
  isDragged = false;
  /** Whether the inside counts. */
  hasArea = false;

  /** @param {Record<string, unknown>} item of an initial value @returns {Point[] | null} null if it is none */
  read(item) {
    const points = Array.isArray(item.vertices) ? item.vertices.map(pointIn) : [];
    const isWhole = points.length >= this.fewest && points.length <= this.most;
    return isWhole && points.every(Boolean) ? /** @type {Point[]} */ (points) : null;
  }

  /** @param {readonly Point[]} points @returns {Record<string, unknown>} what the answer says, but for the label */
  write(points) {
    return { vertices: points.map(({ x, y }) => ({ x, y })) };
  }

  /** @param {readonly Point[]} points @returns {readonly Point[]} what is drawn, corner by corner */
  outline(points) {
    return points;
  }

  /** @param {readonly Point[]} points @returns {Handle[]} */
  handles(points) {
    const own = points.map((point, index) => handle(point, index, "move", `point ${index + 1}`));
    if (points.length >= this.most) return own;
    const between = edgesOf(points, this.isClosed).map(([from, to], index) => ({
      ...handle(middle(from, to), points.length + index, "copy", "new point"),
      isMiddle: true,
    }));
    return [...own, ...between];
  }

  /**
   * Take hold of a handle.
   * @param {readonly Point[]} points
   * @param {number} index
   * @returns {(to: Point) => Point[]} the points with the handle there; as they were if that is not allowed
   */
  grab(points, index) {
    const isNew = index >= points.length;
    const at = isNew ? index - points.length + 1 : index;
    const isHeld = this.isAllowed(points);
    let last = [...points];
    return (to) => {
      const next = [...points];
      next.splice(at, isNew ? 0 : 1, to);
      if (!isHeld || this.isAllowed(next)) last = next;
      return last;
    };
  }

  /** The handle that a grabbed one has become. @param {readonly Point[]} points before @param {number} index */
  grabbed(points, index) {
    return index >= points.length ? index - points.length + 1 : index;
  }

  /** The points without one; null if too few would be left. @param {readonly Point[]} points @param {number} index */
  without(points, index) {
    if (index < 0 || index >= points.length || points.length <= this.fewest) return null;
    const rest = points.filter((_, at) => at !== index);
    return this.isAllowed(rest) ? rest : null;
  }

  /** Whether these points may belong together. @param {readonly Point[]} _points */
  isAllowed(_points) {
    return true;
  }

  /** Whether these points may belong together while the shape is not closed yet. @param {readonly Point[]} _points */
  isAllowedOpen(_points) {
    return true;
  }

  /** What is kept of points that a hand set: whole pixels. @param {readonly Point[]} points @returns {Point[]} */
  settled(points) {
    return rounded(points);
  }

  /** Whether a finished shape is large enough to mean something. @param {readonly Point[]} points whole pixels */
  isReal(points) {
    return (
      points.length >= this.fewest && points.some((point) => distance(point, /** @type {Point} */ (points[0])) >= 1)
    );
  }

  /** How far the line of a shape is from a point. @param {readonly Point[]} points @param {Point} at */
  distance(points, at) {
    return distanceToLines(at, this.outline(points), this.isClosed);
  }

  /** @param {readonly Point[]} points @param {Point} at */
  contains(points, at) {
    return this.hasArea && isInside(at, this.outline(points));
  }

  /** A few words about size and place. @param {readonly Point[]} points */
  describe(points) {
    return `${points.length} points`;
  }

  /** What to do next, while a shape is begun. @param {number} count points so far @returns {string} */
  nextStep(count) {
    if (count < this.fewest) return "Click the next point. Esc cancels.";
    return "Click the next point; click the last one again or press Enter to finish. Esc cancels.";
  }

  /** @returns {string} */
  get firstStep() {
    return "Click where the line begins, then each corner.";
  }

  /** What to do with the chosen shape. @returns {string} */
  get chosenStep() {
    return `Drag the ${this.noun} or one of its points. Drag a small dot to add a point. Del deletes.`;
  }

  /** "Dog, box 3, 187 × 401 at 243, 117" @param {Shape} shape @param {number} number counted from 1 */
  title({ label, points }, number) {
    return `${label ? `${label}, ` : ""}${this.noun} ${number}, ${this.describe(points)}`;
  }

  /**
   * The shapes of an initial value.
   * @param {unknown} value a list, or an object that holds it under the kind's key
   * @returns {{label: string, points: readonly Point[], given: Record<string, unknown>}[]}
   * @throws {TypeError} naming the item that is none
   */
  readAll(value) {
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    const list = isRecord ? (/** @type {Record<string, unknown>} */ (value)[this.key] ?? []) : (value ?? []);
    if (!Array.isArray(list)) throw new TypeError(`expected a list of ${this.nouns}`);
    return list.map((item, index) => {
      const points = typeof item === "object" && item ? this.read(item) : null;
      if (!points) throw new TypeError(`item ${index + 1} is not a ${this.noun}`);
      return { label: labelOf(item.label ?? ""), points, given: this.given(item, points) };
    });
  }

  /** The numbers of an item as they were given. @param {Record<string, unknown>} _item @param {readonly Point[]} points */
  given(_item, points) {
    return this.write(points);
  }
}

/** @param {Point} point @param {number} index @param {string} cursor @param {string} name @returns {Handle} */
export const handle = ({ x, y }, index, cursor, name) => ({ x, y, index, cursor, isMiddle: false, name });

/** @param {unknown} value @returns {number | null} */
export function number(value) {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : null;
}

/** @param {unknown} item @returns {Point | null} */
export function pointIn(item) {
  if (typeof item !== "object" || item === null) return null;
  const [x, y] = ["x", "y"].map((name) => number(/** @type {Record<string, unknown>} */ (item)[name]));
  return typeof x === "number" && typeof y === "number" ? { x, y } : null;
}

/** Whether two lists hold the same shapes, ids aside. @param {readonly Shape[]} one @param {readonly Shape[]} other */
export function areSameShapes(one, other) {
  return (
    one.length === other.length &&
    one.every((shape, index) => {
      const against = /** @type {Shape} */ (other[index]);
      return shape === against || (shape.label === against.label && areSame(shape.points, against.points));
    })
  );
}
