// @ts-check
/**
 * The ground of the elements that draw shapes: which shape is chosen, and every change as a step that can be undone. The
 * answer and the initial value stand in shape-answer.js, what a hand does with shapes in hand.js and keys.js, how they
 * are drawn in painting.js, the differences between boxes, points, polygons and lines in kinds.js.
 */
import { annotatorTemplate } from "../stage/chrome.js";
import { areSame, boundsOf } from "./geometry.js";
import { Hand } from "./hand.js";
import { Keys } from "./keys.js";
import { paintDoing, paintShapes } from "./painting.js";
import { ShapeAnswer } from "./shape-answer.js";
import { LIST_SHEET, LIST_TEMPLATE, ShapeList } from "./shape-list.js";

/** @typedef {import("../stage/viewport.js").Point} Point */
/** @typedef {import("../stage/viewport.js").Viewport} Viewport */
/** @typedef {import("./kind.js").Shape} Shape */
/** @typedef {import("../stage/stage.js").StagePoint} StagePoint */

/** @type {import("../stage/toolbar.js").Button} */
const SELECT = { id: "select", title: "Choose and move", icon: "select", key: "V", isTool: true };
/** @type {import("../stage/toolbar.js").Button} */
const DELETE = { id: "delete", title: "Delete", icon: "delete", key: "Delete" };
/** @type {import("../stage/toolbar.js").Button} */
const HIDE = { id: "hide", title: "Hide what is drawn", icon: "hide", key: "X", isToggle: true };

const NO_LABELS = "There is no label to choose yet, so nothing can be drawn.";
/** @type {Record<string, string>} */
const HINTS = {
  pan: "Drag to move the view; the wheel zooms.",
  select: "Click what is drawn to choose it; drag beside it to move the view.",
};

export class ShapeAnnotator extends ShapeAnswer {
  static template = annotatorTemplate(LIST_TEMPLATE);
  static sheets = [...ShapeAnswer.sheets, LIST_SHEET];
  /** @type {number | null} */
  selectedId = null;
  /** The handle in hand of the chosen shape, -1 for none. */
  handle = -1;
  /** The shape under the pointer. @type {Shape | null} */
  hovered = null;
  areHidden = false;
  /** The chosen shape's points while they are being dragged. @type {readonly Point[] | null} */
  #held = null;

  constructor() {
    super();
    this.hand = new Hand(this);
    this.keys = new Keys(this);
    this.list = new ShapeList(this.root, this.kind, {
      select: (id) => (this.select(id), this.reveal()),
      enter: () => this.focus(),
    });
  }

  /** @override */
  tools() {
    const { noun } = this.kind;
    return [
      {
        id: "draw",
        title: `Draw a ${noun}`,
        icon: this.localName.replace(/^crowd-(bounding-)?/, ""),
        key: "D",
        isTool: true,
      },
      SELECT,
    ];
  }

  /** @override */
  actions() {
    return [DELETE, HIDE];
  }

  /** @returns {Shape | null} the chosen shape */
  get selected() {
    return this.shapes.find((shape) => shape.id === this.selectedId) ?? null;
  }

  /** @override @param {readonly Shape[]} shapes @param {number | null} selected */
  put(shapes, selected) {
    this.shapes = shapes;
    this.#held = null;
    this.hovered = null;
    this.#choose(selected, -1);
    this.show();
  }

  /** @override */
  show() {
    const counts = new Map();
    for (const { label } of this.shapes) counts.set(label, (counts.get(label) ?? 0) + 1);
    this.palette.count(counts);
    this.list.show(this.shapes, this.selectedId, (label) => this.palette.colourOf(label));
    this.stage.redraw("work", "live");
  }

  /** @param {number | null} id @param {number} handle */
  #choose(id, handle) {
    this.selectedId = id;
    this.handle = handle;
    const shape = this.selected;
    if (shape && this.palette.labels.includes(shape.label)) this.palette.choose(shape.label);
    this.toolbar?.enable("delete", shape !== null);
    this.refresh();
  }

  /** Choose a shape, or none. @param {number | null} id @param {number} [handle] */
  select(id, handle = -1) {
    if (id === this.selectedId && handle === this.handle) return;
    const isOther = id !== this.selectedId;
    this.#choose(id, handle);
    if (!isOther) return this.stage.redraw("live");
    this.list.show(this.shapes, id, (label) => this.palette.colourOf(label));
    this.stage.redraw("work", "live");
    if (this.selected) this.say(`${this.#title(this.selected)} chosen`);
  }

  /** Bring the chosen shape into sight. */
  reveal() {
    if (this.selected) this.stage.reveal(boundsOf(this.selected.points));
  }

  /** @param {Shape} shape */
  #title(shape) {
    return this.kind.title(shape, this.shapes.indexOf(shape) + 1 || this.shapes.length + 1);
  }

  /**
   * Change the shapes, as a step that can be undone.
   * @param {string} name
   * @param {readonly Shape[]} shapes
   * @param {number | null} selected
   * @param {boolean} [isRepeat] it goes on with the last step
   */
  #commit(name, shapes, selected, isRepeat = false) {
    const [before, chosen] = [this.shapes, this.selectedId];
    this.put(shapes, selected);
    const undo = () => (this.put(before, chosen), this.changed());
    const redo = () => (this.put(shapes, selected), this.changed());
    if (isRepeat) this.history.extend({ name, undo, redo });
    else this.history.push({ name, undo, redo });
    this.changed();
  }

  /** Add a shape with the label that is on. @param {readonly Point[]} points */
  add(points) {
    if (this.lacksLabels) return this.say(NO_LABELS, true);
    const shape = { id: this.nextId(), label: this.palette.chosen ?? "", points };
    const name = `${this.#title(shape)} added`;
    this.#commit(name, [...this.shapes, shape], null);
    this.say(name);
  }

  /** Show the chosen shape with other points; null shows it as it is. @param {readonly Point[] | null} points */
  preview(points) {
    this.#held = points;
    this.hovered = null;
    this.stage.redraw("live");
  }

  /** Keep what the preview shows. @param {string} deed @param {{isByKey?: boolean, isRepeat?: boolean}} [how] */
  settle(deed, { isByKey = false, isRepeat = false } = {}) {
    const shape = this.selected;
    const points = this.#held && this.kind.settled(this.#held);
    this.#held = null;
    this.stage.redraw("live");
    if (!shape || !points || areSame(points, shape.points) || !this.kind.isReal(points)) return;
    const handle = this.handle < 0 ? -1 : this.kind.grabbed(shape.points, this.handle);
    this.#replace(shape, { id: shape.id, label: shape.label, points }, deed, handle, isRepeat);
    if (isByKey && this.selected) this.say(this.kind.describe(this.selected.points));
  }

  /** @param {Shape} old @param {Shape} shape @param {string} deed @param {number} handle @param {boolean} [isRepeat] */
  #replace(old, shape, deed, handle, isRepeat = false) {
    const name = `${this.#title(old)} ${deed}`;
    this.#commit(
      name,
      this.shapes.map((each) => (each === old ? shape : each)),
      shape.id,
      isRepeat,
    );
    this.handle = handle;
    this.say(name);
  }

  /** @override @param {string} label */
  labelPicked(label) {
    const shape = this.selected;
    if (!shape) return this.say(label);
    if (shape.label !== label) this.#replace(shape, { ...shape, label }, `is now ${label}`, this.handle);
  }

  /** @override @param {string} id */
  act(id) {
    if (id === "hide") {
      this.areHidden = !this.areHidden;
      this.toolbar?.toggle("hide", this.areHidden);
      this.stage.redraw("work", "live");
    } else if (id === "delete") this.deleteChosen();
  }

  /** Delete the handle's vertex, else the chosen shape; a shape that is begun loses its last point. */
  deleteChosen() {
    const shape = this.selected;
    if (this.hand.isDrawing) return void this.hand.undo();
    if (!shape) return;
    const points = this.kind.without(shape.points, this.handle);
    if (points) return this.#replace(shape, { id: shape.id, label: shape.label, points }, "has a point less", -1);
    const name = `${this.#title(shape)} deleted`;
    this.#commit(
      name,
      this.shapes.filter((each) => each !== shape),
      null,
    );
    this.say(name);
  }

  /** @override @param {StagePoint} point @param {PointerEvent} event */
  press(point, event) {
    if (this.isOff) return null;
    const isRefused = this.lacksLabels && this.tool === "draw" && !this.hand.find(point);
    return isRefused ? (this.say(NO_LABELS, true), null) : this.hand.press(point, event);
  }

  /** @override @param {StagePoint | null} point */
  hover(point) {
    return this.isOff ? "default" : this.hand.hover(point);
  }

  /** @override @param {"undo" | "redo"} way */
  travel(way) {
    if (way === "undo" ? this.hand.isDrawing : this.hand.canRedo) this.hand[way]();
    else super.travel(way);
  }

  /** @override */
  refreshHistory() {
    this.toolbar?.enable("undo", this.history.canUndo || this.hand?.isDrawing);
    this.toolbar?.enable("redo", this.history.canRedo || this.hand?.canRedo);
  }

  /** @override */
  toolPicked() {
    this.hand?.drop();
  }

  /** @override @param {KeyboardEvent} event */
  viewKeyPressed(event) {
    return !this.isOff && this.stage.picture !== null && this.keys.onImage(event);
  }

  /** @override @param {string} key */
  keyPressed(key) {
    return this.keys.plain(key);
  }

  /** @override */
  hintText() {
    if (this.lacksLabels) return NO_LABELS;
    if (this.hand.isDrawing) return this.kind.nextStep(this.hand.points.length);
    return this.selected ? this.kind.chosenStep : (HINTS[this.tool] ?? this.kind.firstStep);
  }

  /** @override @param {CanvasRenderingContext2D} context @param {Viewport} viewport */
  paintWork(context, viewport) {
    if (this.areHidden) return;
    const others = this.shapes.filter((shape) => shape.id !== this.selectedId);
    paintShapes(context, viewport, this.kind, others, (label) => this.palette.colourOf(label));
  }

  /** @override @param {CanvasRenderingContext2D} context @param {Viewport} viewport */
  paintLive(context, viewport) {
    paintDoing(context, viewport, this);
  }

  /** Whether a shape is being dragged. */
  get isHolding() {
    return this.#held !== null;
  }

  /** The chosen shape as it is shown: while it is dragged, with the points it would get. @returns {Shape | null} */
  get shown() {
    const shape = this.areHidden ? null : this.selected;
    return shape && this.#held ? { ...shape, points: this.#held } : shape;
  }

  /** @override @returns {string} */
  complaint() {
    if (!this.hand?.isDrawing) return super.complaint();
    return `Finish the ${this.kind.noun} that you are drawing, or press Escape to drop it.`;
  }

  /** @override */
  dropBegun() {
    this.hand.drop();
  }
}
