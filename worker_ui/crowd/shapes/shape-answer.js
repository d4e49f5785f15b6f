// @ts-check
/**
 * The shapes of an element as an answer, and as the initial value that it starts from.
 *
 * Answer (A2I_FACTS J2 [D]): `{name: {boundingBoxes: […], inputImageProperties: {height, width}}}` with the list under
 * the kind's own key, in the order of drawing, everything within the image. With an `initial-value` the answer also
 * says by `initialValueModified` whether the shapes differ from it [D for boxes, lines and polylines, G for points and
 * polygons]. An initial shape whose label is not among the labels is not shown [D for crowd-keypoint]; while nobody has
 * touched anything, labels that a script adds bring it in.
 *
 * An answer without any shape may be submitted [G: the reference says nothing; workers meet images with nothing on
 * them]; with `required`, an attribute of ours, it may not.
 */
import { parseJsonish } from "../jsonish.js";
import { CrowdAnnotator } from "../stage/annotator.js";
import { areSame } from "./geometry.js";
import { areSameShapes } from "./kind.js";
import { POLYLINE } from "./kinds.js";

/** @typedef {import("./kind.js").Shape} Shape */

export class ShapeAnswer extends CrowdAnnotator {
  /** @type {import("./kind.js").Kind} */
  static kind = POLYLINE;

  /** @type {readonly Shape[]} */
  shapes = [];
  /** @type {readonly Shape[]} */
  #initial = [];
  /** @type {string | null} */
  #initialText = null;
  #lastId = 0;

  constructor() {
    super();
    this.kind = /** @type {typeof ShapeAnswer} */ (this.constructor).kind;
  }

  /** Put other shapes in the place of the present ones. @param {readonly Shape[]} shapes @param {number | null} _selected */
  put(shapes, _selected) {
    this.shapes = shapes;
  }

  /** Bring everything that shows the shapes in line with them. */
  show() {}

  /** Drop a shape that is only begun. */
  dropBegun() {}

  /** The image's size in pixels. */
  get size() {
    return this.inputImageProperties ?? { width: Infinity, height: Infinity };
  }

  /** @override */
  get isAnswered() {
    return this.shapes.length > 0;
  }

  /** @returns {Record<string, unknown>} the answer so far, a copy of its own */
  get value() {
    const size = this.inputImageProperties;
    const list = this.shapes.map(({ label, points, given }) => ({ ...(given ?? this.kind.write(points)), label }));
    return {
      [this.kind.key]: structuredClone(list),
      ...(size && { inputImageProperties: size }),
      ...(this.#initialText && { initialValueModified: !areSameShapes(this.shapes, this.#initial) }),
    };
  }

  set value(value) {
    this.#start(this.#read(value));
    this.changed(false);
  }

  /** @override */
  get _submittableValue() {
    return this.value;
  }

  /** @override */
  update() {
    super.update();
    if (this.getAttribute("initial-value") !== this.#initialText) this.#takeInitial();
  }

  /** @override */
  labelsChanged() {
    if (this.#isUntouched) this.#takeInitial();
    this.show();
  }

  get #isUntouched() {
    return !this.history.canUndo && !this.history.canRedo && areSameShapes(this.shapes, this.#initial);
  }

  #takeInitial() {
    const isUntouched = this.#isUntouched;
    this.#initialText = this.getAttribute("initial-value");
    try {
      this.complainAbout("initial-value", "");
      const { labels } = this.palette;
      const shapes = this.#read(parseJsonish(this.#initialText?.trim() || "[]"));
      this.#initial = shapes.filter(({ label }) => labels.length === 0 || labels.includes(label));
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      this.complainAbout("initial-value", `The initial-value of this ${this.localName} cannot be read: ${reason}.`);
      this.#initial = [];
    }
    if (isUntouched) this.#start(this.#initial);
  }

  /** @param {unknown} value as `initial-value` has it @returns {Shape[]} */
  #read(value) {
    return this.kind.readAll(value).flatMap((shape) => this.#within({ id: this.nextId(), ...shape }));
  }

  /** An id that no shape of this element has had. */
  nextId() {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** A shape as far as it lies within the image; nothing if it does not. @param {Shape} shape @returns {Shape[]} */
  #within(shape) {
    if (!this.stage.picture) return [shape];
    const points = shape.points.map((point) => this.stage.viewport.inside(point));
    if (areSame(points, shape.points)) return [shape];
    return this.kind.isReal(points) ? [{ ...shape, points, given: this.kind.write(points) }] : [];
  }

  /** @override */
  pictureShown() {
    const isUntouched = this.#isUntouched;
    this.#initial = this.#initial.flatMap((shape) => this.#within(shape));
    this.put(isUntouched ? this.#initial : this.shapes.flatMap((shape) => this.#within(shape)), null);
    this.syncFormValue();
    this.refreshValidity();
  }

  /** @param {readonly Shape[]} shapes */
  #start(shapes) {
    this.dropBegun();
    this.history.clear();
    this.put(shapes, null);
  }

  /** @override @returns {string} */
  complaint() {
    const isMissing = this.hasAttribute("required") && this.shapes.length === 0;
    return super.complaint() || (isMissing ? `Please draw at least one ${this.kind.noun}.` : "");
  }

  /** @override */
  restoreDefault() {
    super.restoreDefault();
    this.#start(this.#initial);
  }
}
