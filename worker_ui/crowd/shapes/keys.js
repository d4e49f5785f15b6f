// @ts-check
/**
 * Everything that a pointer does to shapes, keys do. On the image, arrows move the chosen shape, or the handle that
 * `.` and `,` walk to, or, with nothing chosen, a cursor of their own: Space sets a point there, Enter sets one or
 * finishes the shape that is begun; Insert adds a vertex behind the one in hand. A step is one pixel of the image, more
 * when it is shown smaller; Shift makes ten of it. Wherever the focus is, `[` and `]` go from shape to shape, Delete
 * and Backspace delete, Escape gives up step by step.
 */
import { boundsOf, moved, rounded } from "./geometry.js";

/** @typedef {import("../stage/viewport.js").Point} Point */
/** @typedef {import("./kind.js").Shape} Shape */

/** @type {Record<string, Point>} */
const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export class Keys {
  /** The keyboard's cursor. @type {Point | null} */
  cursor = null;

  /** @param {import("./shape-annotator.js").ShapeAnnotator} owner */
  constructor(owner) {
    this.owner = owner;
    this.hand = owner.hand;
    this.kind = owner.kind;
    this.stage = owner.stage;
  }

  /** Walk to the next handle of the chosen shape. @param {1 | -1} way */
  #walk(way) {
    const shape = this.owner.selected;
    if (!shape) return false;
    const handles = this.kind.handles(shape.points).filter(({ isMiddle }) => !isMiddle);
    const at = handles.findIndex(({ index }) => index === this.owner.handle);
    const next = handles[at < 0 ? (way > 0 ? 0 : handles.length - 1) : (at + way + handles.length) % handles.length];
    this.owner.select(shape.id, next?.index ?? -1);
    if (next) this.owner.say(`${next.name}, ${Math.round(next.x)}, ${Math.round(next.y)}`);
    if (next) this.#see({ x: next.x, y: next.y });
    return true;
  }

  /** Add a vertex behind the one in hand, half way to the next. */
  #insert() {
    const { owner, kind } = this;
    const shape = owner.selected;
    const index = (shape?.points.length ?? 0) + owner.handle;
    if (!shape || owner.handle < 0) return false;
    const handle = kind.handles(shape.points).find((each) => each.index === index);
    if (!handle?.isMiddle) return false;
    owner.select(shape.id, index);
    owner.preview(kind.grab(shape.points, index)(handle));
    owner.settle("has a point more");
    return true;
  }

  /** A key on the image. @param {KeyboardEvent} event @returns {boolean} whether it was taken */
  onImage(event) {
    const arrow = ARROWS[event.key];
    if (arrow) return this.#arrow(arrow, event);
    if (event.key === "Enter") return this.#enter();
    if (event.key === " " && this.cursor) return (this.hand.set(this.cursor), true);
    if (event.key === ".") return this.#walk(1);
    if (event.key === ",") return this.#walk(-1);
    return event.key === "Insert" && this.#insert();
  }

  #enter() {
    if (this.hand.isDrawing && this.kind.most > 2) return this.hand.finish();
    if (this.cursor) this.hand.set(this.cursor);
    else if (!this.owner.selected) this.#moveCursor({ x: 0, y: 0 });
    return true;
  }

  /** @param {Point} way @param {KeyboardEvent} event */
  #arrow(way, { shiftKey, repeat }) {
    const step = Math.max(1, Math.round(1 / this.stage.viewport.scale)) * (shiftKey ? 10 : 1);
    const by = { x: way.x * step, y: way.y * step };
    const shape = this.owner.selected;
    if (shape && !this.hand.isDrawing) this.#nudge(shape, by, repeat);
    else this.#moveCursor(by);
    return true;
  }

  /** @param {Shape} shape @param {Point} by @param {boolean} isRepeat the key is held: one step in the history */
  #nudge(shape, by, isRepeat) {
    const { owner, kind } = this;
    const handle = kind.handles(shape.points).find(({ index }) => index === owner.handle);
    const place = handle && this.hand.hold({ x: handle.x + by.x, y: handle.y + by.y });
    owner.preview(place ? kind.grab(shape.points, owner.handle)(place) : moved(shape.points, by, owner.size));
    owner.settle(place ? "adjusted" : "moved", { isByKey: true, isRepeat });
    this.#see(place ?? boundsOf(owner.selected?.points ?? shape.points));
  }

  /** @param {Point} by */
  #moveCursor(by) {
    const { viewport } = this.stage;
    const seen = viewport.visible();
    const middle = { x: (seen.left + seen.right) / 2, y: (seen.top + seen.bottom) / 2 };
    const from = this.cursor ?? this.hand.points.at(-1) ?? this.hand.hold(middle);
    const [cursor] = /** @type {[Point]} */ (rounded([this.hand.hold({ x: from.x + by.x, y: from.y + by.y })]));
    this.cursor = cursor;
    this.hand.aim = cursor;
    this.#see(cursor);
    this.owner.say(`${cursor.x}, ${cursor.y}`);
    this.hand.tell();
  }

  /** @param {Point | import("../stage/viewport.js").Bounds} place */
  #see(place) {
    this.stage.reveal("x" in place ? boundsOf([place]) : place);
  }

  /** A plain key, wherever the focus is. @param {string} key in lower case @returns {boolean} whether it was taken */
  plain(key) {
    if (key === "escape") return this.#escape();
    if (key === "[" || key === "]") return this.#step(key === "]" ? 1 : -1);
    if (key !== "delete" && key !== "backspace") return false;
    if (!this.owner.selected && !this.hand.isDrawing) return false;
    this.owner.deleteChosen();
    return true;
  }

  #escape() {
    const { owner } = this;
    if (this.stage.cancel() || this.hand.drop()) return true;
    if (owner.handle >= 0) owner.select(owner.selectedId);
    else if (owner.selected) owner.select(null);
    else if (this.cursor) this.cursor = null;
    else return false;
    this.stage.redraw("live");
    return true;
  }

  /** Choose the next shape, or the one before. @param {1 | -1} way */
  #step(way) {
    const { length } = this.owner.shapes;
    if (length === 0) return false;
    const at = this.owner.shapes.findIndex((shape) => shape.id === this.owner.selectedId);
    const next = this.owner.shapes[at < 0 ? (way > 0 ? 0 : length - 1) : (at + way + length) % length];
    this.owner.select(next?.id ?? null);
    this.owner.reveal();
    return true;
  }
}
