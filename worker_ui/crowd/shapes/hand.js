// @ts-check
/**
 * What a press, a click and a key do to shapes.
 *
 * The laws:
 * 1. With the drawing tool, a press takes what it touches: a handle, a border (of any shape), the inside of the chosen
 *   shape. Anywhere else it draws, also inside another shape; Alt draws even on a border. A click that draws nothing
 *   chooses the smallest box around it, or lets go of the chosen one.
 * 2. A box or line is drawn by a drag or by two clicks, a point by one, a polygon or polyline by a click for each
 *   vertex; the last vertex again (so also a double click), a polygon's first, or Enter finishes. While it is being
 *   drawn, undo and redo go back and forth between its vertices [D: the guide's instructions for crowd-polygon].
 * 3. What was drawn is not chosen afterwards, so that a label's key means the next shape and never changes the last.
 */
import { boundsOf, distance, moved, rounded } from "./geometry.js";

/** @typedef {import("../stage/viewport.js").Point} Point */
/** @typedef {import("../stage/stage.js").StagePoint} StagePoint */
/** @typedef {import("../stage/stage.js").Drag} Drag */
/** @typedef {import("./kind.js").Shape} Shape */
/** What a press touches; handle -1 is the shape as a whole. @typedef {{shape: Shape, handle: number}} Hit */

const REACH = 7;
const TOUCH_REACH = 16;
const STILL = 3;

export class Hand {
  /** The points of the shape that is begun. @type {Point[]} */
  points = [];
  /** Where its next point would be, or where the pointer aims. @type {Point | null} */
  aim = null;
  /** @type {Point[]} */
  #undone = [];

  /** @param {import("./shape-annotator.js").ShapeAnnotator} owner */
  constructor(owner) {
    this.owner = owner;
    this.kind = owner.kind;
    this.stage = owner.stage;
  }

  get isDrawing() {
    return this.points.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** @param {StagePoint} point @param {PointerEvent} event @returns {Drag | null} */
  press(point, event) {
    this.owner.keys.cursor = null;
    if (this.isDrawing) return { move: (to) => this.#aimAt(to), end: (to) => this.set(to) };
    const isForced = event.altKey && this.owner.tool === "draw";
    const hit = isForced ? null : this.find(point, event.pointerType === "touch" ? TOUCH_REACH : REACH);
    if (hit) return this.#take(hit, point);
    return this.owner.tool === "draw" ? this.#begin(point) : this.#letGo(point);
  }

  /** @param {StagePoint | null} point @returns {string} a cursor */
  hover(point) {
    const { owner } = this;
    this.aim = point && this.stage.viewport.inside(point);
    const hit = point && !this.isDrawing ? this.find(point) : null;
    owner.hovered = hit?.shape ?? null;
    this.stage.redraw("live");
    if (!hit) return owner.tool === "draw" ? "crosshair" : "default";
    const handle = owner.kind.handles(hit.shape.points).find(({ index }) => index === hit.handle);
    return handle?.cursor ?? "move";
  }

  /** What lies under a point. @param {Point} point @param {number} [reach] CSS pixels @returns {Hit | null} */
  find(point, reach = REACH) {
    if (this.owner.areHidden) return null;
    const near = reach / this.stage.viewport.scale;
    const chosen = this.owner.selected;
    const ownHandle = chosen ? this.#handleAt(chosen, point, near, true) : -1;
    if (chosen && ownHandle >= 0) return { shape: chosen, handle: ownHandle };
    const line = this.#lineAt(point, near);
    if (line) return { shape: line, handle: this.#handleAt(line, point, near, false) };
    if (chosen && this.kind.contains(chosen.points, point)) return { shape: chosen, handle: -1 };
    const around = this.owner.tool === "select" ? this.around(point) : null;
    return around && { shape: around, handle: -1 };
  }

  /** @param {Shape} shape @param {Point} point @param {number} near @param {boolean} withMiddles */
  #handleAt(shape, point, near, withMiddles) {
    let [best, found] = [near, -1];
    for (const handle of this.kind.handles(shape.points)) {
      const away = distance(handle, point) + (handle.isMiddle ? near / 4 : 0);
      if (away < best && (withMiddles || !handle.isMiddle)) [best, found] = [away, handle.index];
    }
    return found;
  }

  /** The shape whose line is nearest. @param {Point} point @param {number} near @returns {Shape | null} */
  #lineAt(point, near) {
    let best = near;
    /** @type {Shape | null} */
    let found = null;
    for (const shape of this.owner.shapes) {
      const { left, top, right, bottom } = boundsOf(shape.points);
      const { x, y } = point;
      if (x < left - near || x > right + near || y < top - near || y > bottom + near) continue;
      const away = this.kind.distance(shape.points, point);
      if (away <= best) [best, found] = [away, shape];
    }
    return found;
  }

  /** The smallest shape around a point. @param {Point} point @returns {Shape | null} */
  around(point) {
    const found = this.owner.shapes.filter((shape) => this.kind.contains(shape.points, point));
    found.sort((one, other) => extent(one) - extent(other));
    return found[0] ?? null;
  }

  /** @param {Hit} hit @param {StagePoint} start @returns {Drag} */
  #take({ shape, handle }, start) {
    const { owner, kind } = this;
    owner.select(shape.id, handle);
    const held = kind.handles(shape.points).find(({ index }) => index === handle) ?? start;
    const [dx, dy] = [held.x - start.x, held.y - start.y];
    const grab = handle >= 0 ? kind.grab(shape.points, handle) : null;
    let isMoving = false;
    /** @param {StagePoint} to */
    const move = (to) => {
      isMoving ||= Math.hypot(to.viewX - start.viewX, to.viewY - start.viewY) >= STILL;
      if (!isMoving) return;
      const place = this.stage.viewport.inside({ x: to.x + dx, y: to.y + dy });
      const by = { x: to.x - start.x, y: to.y - start.y };
      owner.preview(grab ? grab(place) : moved(shape.points, by, owner.size));
    };
    return { move, end: () => owner.settle(grab ? "adjusted" : "moved"), cancel: () => owner.preview(null) };
  }

  /** @param {StagePoint} start @returns {Drag} */
  #begin(start) {
    if (!this.kind.isDragged) return { move: (to) => this.#aimAt(to), end: (to) => this.set(to) };
    if (this.kind.most === 1) return { move: (to) => this.#aimAt(to), end: (to) => this.#finish([this.hold(to)]) };
    const had = this.owner.selected;
    this.points = [this.hold(start)];
    const end = (/** @type {StagePoint} */ to) => {
      if (Math.hypot(to.viewX - start.viewX, to.viewY - start.viewY) > STILL) return this.set(to);
      const around = had ? null : this.around(start);
      if (had || around) this.drop();
      this.owner.select(around?.id ?? null);
    };
    return { move: (to) => this.#aimAt(to), end, cancel: () => this.drop() };
  }

  /** @param {StagePoint} start @returns {Drag} */
  #letGo(start) {
    this.owner.select(null);
    let last = start;
    return {
      move: (to) => {
        this.stage.panBy(to.viewX - last.viewX, to.viewY - last.viewY);
        last = to;
      },
    };
  }

  /** @param {Point} point */
  hold = (point) => this.stage.viewport.inside(point);

  /** @param {Point} to */
  #aimAt(to) {
    this.aim = this.hold(to);
    this.stage.redraw("live");
  }

  /** Set the next point of the shape. @param {Point} to */
  set(to) {
    const { kind, points } = this;
    const point = this.hold(to);
    const near = REACH / this.stage.viewport.scale;
    const [first, last] = [points[0], points.at(-1)];
    const isEnough = points.length >= kind.fewest;
    if (first && kind.isClosed && isEnough && distance(first, point) <= near) return this.finish();
    if (last && kind.most > 2 && distance(last, point) <= near) return void (isEnough && this.finish());
    const next = [...points, ...rounded([point])];
    if (next.length >= kind.most) return this.#finish(next);
    if (!kind.isAllowedOpen(next)) return this.owner.say(`The lines of a ${kind.noun} cannot cross.`, true);
    if (!this.isDrawing) this.owner.select(null);
    this.points = next;
    this.#undone = [];
    this.tell();
  }

  /** Make a shape of the points, if they are enough. @returns {boolean} */
  finish() {
    if (this.points.length < this.kind.fewest) return false;
    if (!this.kind.isAllowed(this.points)) {
      this.owner.say(`The line that closes the ${this.kind.noun} would cross another.`, true);
      return true;
    }
    this.#finish(this.points);
    return true;
  }

  /** @param {readonly Point[]} points */
  #finish(points) {
    const shape = this.kind.settled(points);
    this.drop();
    if (this.kind.isReal(shape)) this.owner.add(shape);
  }

  /** Give up the shape that is begun. @returns {boolean} whether there was one */
  drop() {
    const had = this.isDrawing;
    this.points = [];
    this.#undone = [];
    this.tell();
    return had;
  }

  /** Take back the last point. @returns {boolean} whether there was one */
  undo() {
    const point = this.points.pop();
    if (point) this.#undone.push(point);
    this.tell();
    return point !== undefined;
  }

  /** @returns {boolean} whether there was a point to set again */
  redo() {
    const point = this.#undone.pop();
    if (point) this.points.push(point);
    this.tell();
    return point !== undefined;
  }

  /** The shape that is begun has changed. */
  tell() {
    this.owner.refreshHistory();
    this.owner.refresh();
    this.stage.redraw("live");
  }
}

/** @param {Shape} shape */
function extent(shape) {
  const { left, top, right, bottom } = boundsOf(shape.points);
  return (right - left) * (bottom - top);
}
