// @ts-check
/**
 * The ground of crowd-semantic-segmentation and crowd-instance-segmentation: painting regions on an image, pixel by
 * pixel, with brush, polygon, fill and eraser.
 *
 * Keys beside those of the stage: B brush, P polygon, G fill, E eraser, [ and ] brush size. On the image, the arrow
 * keys move a crosshair (with Shift by ten), Enter paints, fills or sets a corner there, Shift+Enter with a brush paints
 * a line from where Enter was last; Escape drops an unfinished polygon, Backspace takes its last corner back.
 */
import { Change } from "./mask.js";
import { CrowdMasked } from "./masked.js";
import { LARGEST_BRUSH, PAINTER_SHEET } from "./painter-chrome.js";
import { drawCrosshair, drawPolygon, drawRing } from "./sketch.js";

/** @typedef {import("../stage/stage.js").StagePoint} StagePoint */
/** @typedef {import("./mask.js").Point} Point */

const NEAR_PIXELS = 8;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const DONE = { brush: "Painted", eraser: "Erased", polygon: "Polygon filled", fill: "Area filled" };

/** @typedef {keyof typeof DONE} Tool */

export class CrowdPainter extends CrowdMasked {
  static sheets = [...CrowdMasked.sheets, PAINTER_SHEET];

  /** @type {Point[]} */
  #corners = [];
  /** @type {Point | null} */
  #pointer = null;
  /** @type {Point | null} */
  #crosshair = null;
  /** @type {Point | null} */
  #lastDab = null;

  tools() {
    return [
      { id: "brush", title: "Brush", icon: "brush", key: "B", isTool: true },
      { id: "polygon", title: "Polygon", icon: "polygon", key: "P", isTool: true },
      { id: "fill", title: "Fill an area", icon: "fill", key: "G", isTool: true },
      { id: "eraser", title: "Eraser", icon: "eraser", key: "E", isTool: true },
    ];
  }

  start() {
    super.start();
    for (const name of ["size", "opacity"])
      this.part_(`input.${name}`).addEventListener("input", (event) => {
        event.stopPropagation();
        this.#showSettings();
      });
    for (const name of ["size", "opacity"])
      this.part_(`input.${name}`).addEventListener("change", (event) => event.stopPropagation());
    this.stage.view.addEventListener("dblclick", () => this.#closePolygon());
    this.stage.view.addEventListener("blur", () => this.#moveCrosshair(null));
    this.#showSettings();
  }

  /** The brush's width in pixels of the image. */
  get brushSize() {
    return Number(/** @type {HTMLInputElement} */ (this.part_("input.size")).value);
  }

  set brushSize(size) {
    /** @type {HTMLInputElement} */ (this.part_("input.size")).value = String(size);
    this.#showSettings();
  }

  get #opacity() {
    return Number(/** @type {HTMLInputElement} */ (this.part_("input.opacity")).value) / 100;
  }

  #showSettings() {
    this.part_(".size-shown").textContent = `${this.brushSize} px`;
    this.part_(".opacity-shown").textContent = `${Math.round(this.#opacity * 100)}%`;
    this.stage.redraw("work", "live");
  }

  paintWork(/** @type {CanvasRenderingContext2D} */ context, /** @type {import("../stage/viewport.js").Viewport} */ viewport) {
    this.overlay?.draw(context, viewport, this.#opacity);
  }

  paintLive(/** @type {CanvasRenderingContext2D} */ context, /** @type {import("../stage/viewport.js").Viewport} */ viewport) {
    const colour = this.tool === "eraser" ? "#ffffff" : this.paintColour;
    if (this.#corners.length > 0) drawPolygon(context, viewport, this.#corners, this.#crosshair ?? this.#pointer, colour);
    const at = this.#crosshair ?? this.#pointer;
    if (at && (this.tool === "brush" || this.tool === "eraser"))
      drawRing(context, viewport, at, this.brushSize / 2, colour);
    if (this.#crosshair) drawCrosshair(context, viewport, this.#crosshair);
  }

  /** @param {StagePoint | null} point */
  hover(point) {
    this.#pointer = point;
    this.#crosshair = null;
    this.stage.redraw("live");
    return this.tool === "brush" || this.tool === "eraser" ? "none" : "crosshair";
  }

  /** @param {StagePoint} point */
  press(point) {
    if (!this.#mayPaint()) return null;
    this.#crosshair = null;
    this.#pointer = point;
    if (this.tool === "polygon") this.#corner(point);
    else if (this.tool === "fill") this.#flood(point);
    else return this.#painting(point);
    return null;
  }

  /** @param {Point} point @returns {import("../stage/stage.js").Drag} */
  #painting(point) {
    const change = new Change(this.#regionToPaint());
    let last = point;
    const draw = (/** @type {Point} */ next) => {
      this.mask?.stroke(change, last, next, this.brushSize);
      this.#show(last, next);
      this.#pointer = next;
      last = next;
    };
    draw(point);
    return {
      move: draw,
      end: () => this.finish(change, this.#doneName),
      cancel: () => this.takeBack(change),
    };
  }

  /** Whether there is an image to paint on, and something to paint it with. */
  #mayPaint() {
    return !this.isOff && this.mask !== null && !this.isReading && (this.tool === "eraser" || this.palette.labels.length > 0);
  }

  /** What the tool that is on has done, for the announcement. */
  get #doneName() {
    return DONE[/** @type {Tool} */ (this.tool)];
  }

  #regionToPaint() {
    return this.tool === "eraser" ? 0 : this.currentRegion();
  }

  /** Show what a stroke has painted. @param {Point} from @param {Point} to */
  #show(from, to) {
    const reach = this.brushSize / 2 + 1;
    this.overlay?.refresh({
      left: Math.max(0, Math.floor(Math.min(from.x, to.x) - reach)),
      top: Math.max(0, Math.floor(Math.min(from.y, to.y) - reach)),
      right: Math.min(this.mask?.width ?? 0, Math.ceil(Math.max(from.x, to.x) + reach)),
      bottom: Math.min(this.mask?.height ?? 0, Math.ceil(Math.max(from.y, to.y) + reach)),
    });
    this.stage.redraw("work", "live");
  }

  /** @param {Point} point */
  #flood(point) {
    const change = new Change(this.#regionToPaint());
    this.mask?.flood(change, point);
    this.finish(change, this.#doneName);
  }

  /** @param {Point} point */
  #corner(point) {
    const [first, last] = [this.#corners[0], this.#corners.at(-1)];
    if (this.#corners.length > 2 && this.#isNear(point, first)) this.#closePolygon();
    else if (!this.#isNear(point, last)) this.#corners.push(this.stage.viewport.inside(point));
    this.stage.redraw("live");
    this.refresh();
  }

  /** @param {Point} one @param {Point | undefined} other */
  #isNear(one, other) {
    return other !== undefined && Math.hypot(one.x - other.x, one.y - other.y) * this.stage.viewport.scale <= NEAR_PIXELS;
  }

  #closePolygon() {
    if (this.#corners.length < 3) return;
    const change = new Change(this.#regionToPaint());
    this.mask?.polygon(change, this.#corners);
    this.#corners = [];
    this.finish(change, DONE.polygon);
    this.stage.redraw("live");
    this.refresh();
  }

  toolPicked() {
    this.#corners = [];
    this.#lastDab = null;
    this.stage.redraw("live");
  }

  /** @param {string} key */
  keyPressed(key) {
    const way = { "[": -1, "]": 1 }[key];
    if (way) this.brushSize += way * Math.max(1, Math.round(this.brushSize / 8));
    if (way) this.say(`Brush size ${this.brushSize}`);
    return way !== undefined;
  }

  /** @param {KeyboardEvent} event */
  viewKeyPressed(event) {
    const arrow = ARROWS[event.key];
    if (arrow) this.#steer(arrow, event.shiftKey ? 10 : 1);
    else if (event.key === "Enter") this.#enter(event.shiftKey);
    else if (event.key === "Escape") return this.#escape();
    else if (event.key === "Backspace" && this.#corners.length > 0) this.#corners.pop();
    else return false;
    this.stage.redraw("live");
    this.refresh();
    return true;
  }

  /** @param {[number, number]} arrow @param {number} steps */
  #steer([across, down], steps) {
    const { viewport } = this.stage;
    const seen = viewport.visible();
    const from = this.#crosshair ?? { x: (seen.left + seen.right) / 2, y: (seen.top + seen.bottom) / 2 };
    const step = (steps * Math.max(1, Math.round(8 * viewport.scale) / 2)) / viewport.scale;
    const { x, y } = viewport.inside({ x: from.x + across * step, y: from.y + down * step });
    this.#moveCrosshair({ x, y });
    this.stage.reveal({ left: x, top: y, right: x, bottom: y });
    this.say(`${Math.round(x)}, ${Math.round(y)}`);
  }

  /** @param {Point | null} point */
  #moveCrosshair(point) {
    this.#crosshair = point;
    this.stage.redraw("live");
  }

  /** @param {boolean} isLine */
  #enter(isLine) {
    if (!this.#crosshair) this.#steer([0, 0], 0);
    const at = /** @type {Point} */ (this.#crosshair);
    if (!this.#mayPaint()) return;
    if (this.tool === "polygon") this.#corner(at);
    else if (this.tool === "fill") this.#flood(at);
    else if (this.tool === "brush" || this.tool === "eraser") {
      const change = new Change(this.#regionToPaint());
      this.mask?.stroke(change, (isLine && this.#lastDab) || at, at, this.brushSize);
      this.#lastDab = at;
      this.finish(change, this.#doneName);
    }
  }

  #escape() {
    const wasBusy = this.stage.cancel() || this.#corners.length > 0;
    this.#corners = [];
    this.stage.redraw("live");
    return wasBusy;
  }

  hintText() {
    if (this.isReading) return "The earlier answer is being loaded…";
    if (this.tool === "polygon")
      return this.#corners.length > 2
        ? "Press the first corner, or press twice, to close the polygon."
        : "Press the corners of an area one after another.";
    if (this.tool === "fill") return "Press an area to give all of it the chosen label.";
    if (this.tool === "eraser") return "Drag to erase.";
    return this.tool === "brush" ? "Drag to paint with the chosen label." : "";
  }

  pictureShown() {
    const { width = 0, height = 0 } = this.stage.picture ?? {};
    this.brushSize = Math.max(3, Math.min(LARGEST_BRUSH, Math.round(Math.max(width, height) / 40)));
    super.pictureShown();
  }

  restoreDefault() {
    this.#corners = [];
    super.restoreDefault();
  }
}
