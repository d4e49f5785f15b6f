// @ts-check
/**
 * The stage: an image that a person can look at closely and work on. Three canvases lie on one another: the picture,
 * the work (everything that is finished) and the live one (what is just being done). Each is drawn at the screen's own
 * pixels, at most once a frame and only when something asked for it, so that dragging one shape redraws the live
 * canvas alone.
 *
 * A fourth canvas is empty and lies exactly where the image is: public templates look for `canvas.upper-canvas` in the
 * shadow root to lay something of their own over the image (A2I_FACTS K.9 [O]).
 *
 * What the stage does itself: fit, zoom (wheel, pinch, `zoomBy`), pan (middle button, space held, two fingers, the pan
 * tool, `panBy`), pointer capture, sizes and pixel ratios. What it leaves to its owner: what is drawn and what a press
 * means. The owner gives a StageOwner; every point that it gets is a StagePoint.
 *
 *     const stage = new Stage(holder, {
 *       paintWork: (context, viewport) => …,  // context is in device pixels: multiply by viewport.scale * viewport.ratio,
 *       paintLive: (context, viewport) => …,  // or call stage.useImagePixels(context) and draw in pixels of the image
 *       press: (point, event) => ({move, end, cancel}) or null,
 *       hover: (point) => "crosshair",        // a cursor; null: the pointer has left
 *       viewChanged: () => …,
 *     });
 *     stage.show(await loadPicture(src));
 *     stage.redraw("work");
 */
import { sheet } from "../base.js";
import { Viewport } from "./viewport.js";

/** x and y in pixels of the image, not held inside it; viewX and viewY in CSS pixels of the view. */
/** @typedef {{x: number, y: number, viewX: number, viewY: number}} StagePoint */
/**
 * What a press has begun. `end` is called at release, `cancel` when the platform or a second finger takes the pointer
 * away or Escape is pressed.
 * @typedef {object} Drag
 * @property {(point: StagePoint, event: PointerEvent) => void} [move]
 * @property {(point: StagePoint, event: PointerEvent) => void} [end]
 * @property {() => void} [cancel]
 */
/**
 * @typedef {object} StageOwner
 * @property {(context: CanvasRenderingContext2D, viewport: Viewport) => void} paintWork
 * @property {(context: CanvasRenderingContext2D, viewport: Viewport) => void} paintLive
 * @property {(point: StagePoint, event: PointerEvent) => Drag | null} press
 * @property {(point: StagePoint | null) => string} hover
 * @property {() => void} viewChanged
 */
/** @typedef {"picture" | "work" | "live"} Layer */

export const STAGE_TEMPLATE = `
  <div class="view" part="view" tabindex="0" role="application" aria-describedby="hint">
    <canvas class="picture" aria-hidden="true"></canvas>
    <canvas class="work" part="canvas" aria-hidden="true"></canvas>
    <canvas class="live" aria-hidden="true"></canvas>
    <canvas class="upper-canvas" width="0" height="0" aria-hidden="true"></canvas>
  </div>`;

export const STAGE_SHEET = sheet(`
  .view { position: relative; inline-size: 100%; aspect-ratio: var(--aspect, 4 / 3); min-block-size: 14rem;
    max-block-size: var(--stage-most, 44rem); border: 1px solid var(--a2i-line); border-radius: var(--a2i-radius);
    background-color: var(--a2i-surface-sunken);
    background-image: radial-gradient(var(--a2i-line) 1px, transparent 1px); background-size: 16px 16px;
    overflow: hidden; contain: strict; touch-action: none; user-select: none; -webkit-user-select: none; }
  .view:focus-visible { box-shadow: var(--a2i-focus-ring); }
  .view canvas { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; pointer-events: none; }
  .view .upper-canvas { inset: auto; inline-size: auto; block-size: auto; visibility: hidden; }
`);

const WHEEL_STEP = 1.0018;
const LINE_PIXELS = 32;
/** @type {readonly Layer[]} */
const LAYERS = ["picture", "work", "live"];

export class Stage {
  viewport = new Viewport();
  /** @type {import("./picture.js").Picture | null} */
  picture = null;
  /** While it is on, a press pans. */
  isPanning = false;
  #isSpaceHeld = false;
  /** @type {Set<Layer>} */
  #stale = new Set();
  #frame = 0;
  /** @type {Map<number, PointerEvent>} */
  #pointers = new Map();
  /** @type {Drag | null} */
  #drag = null;
  /** @type {{distance: number, x: number, y: number} | null} */
  #pinch = null;
  #isDown = false;

  /**
   * @param {ParentNode} root what holds STAGE_TEMPLATE
   * @param {StageOwner} owner
   */
  constructor(root, owner) {
    this.owner = owner;
    this.view = /** @type {HTMLElement} */ (root.querySelector(".view"));
    this.frame = /** @type {HTMLElement} */ (this.view.querySelector(".upper-canvas"));
    this.contexts = Object.fromEntries(LAYERS.map((layer) => [layer, contextOf(this.view, layer)]));
    observeSize(this.view, () => this.#measure());
    this.#listen();
  }

  /** @param {import("./picture.js").Picture | null} picture */
  show(picture) {
    this.picture?.close();
    this.picture = picture;
    this.view.style.setProperty("--aspect", picture ? `${picture.width} / ${picture.height}` : "4 / 3");
    this.viewport.show(picture?.width ?? 0, picture?.height ?? 0);
    this.#measure();
    void picture?.prepare(() => this.redraw("picture"));
  }

  /** Draw layers again at the next frame; all of them if none is named. @param {Layer[]} layers */
  redraw(...layers) {
    for (const layer of layers.length ? layers : LAYERS) this.#stale.add(layer);
    this.#frame ||= requestAnimationFrame(() => this.paint());
  }

  /** Draw what is stale now. */
  paint() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.viewport.ratio !== pixelRatio()) return this.#measure();
    for (const layer of LAYERS) if (this.#stale.has(layer)) this.#paintLayer(layer);
    if (this.#stale.has("picture")) this.#placeFrame();
    this.#stale.clear();
  }

  #placeFrame() {
    const { x, y, scale, imageWidth, imageHeight } = this.viewport;
    const [left, top, width, height] = [x, y, imageWidth * scale, imageHeight * scale].map((length) => `${length}px`);
    Object.assign(this.frame.style, { left, top, width, height });
  }

  /** @param {Layer} layer */
  #paintLayer(layer) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.contexts[layer]);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    if (!this.picture) return;
    if (layer === "picture") this.picture.draw(context, this.viewport);
    else if (layer === "work") this.owner.paintWork(context, this.viewport);
    else this.owner.paintLive(context, this.viewport);
  }

  /** From here on, this context draws in pixels of the image. @param {CanvasRenderingContext2D} context */
  useImagePixels(context) {
    const { scale, ratio, x, y } = this.viewport;
    context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
  }

  fit() {
    this.viewport.fit();
    this.#moved();
  }

  /** @param {number} factor @param {import("./viewport.js").Point} [at] view coordinates */
  zoomBy(factor, at) {
    this.viewport.zoomTo(this.viewport.scale * factor, at);
    this.#moved();
  }

  /** @param {number} dx CSS pixels @param {number} dy CSS pixels */
  panBy(dx, dy) {
    this.viewport.panBy(dx, dy);
    this.#moved();
  }

  /** Bring a part of the image into sight. @param {import("./viewport.js").Bounds} bounds */
  reveal(bounds) {
    if (this.viewport.reveal(bounds)) this.#moved();
  }

  /** Where an event happened. @param {MouseEvent} event @returns {StagePoint} */
  pointOf(event) {
    const { x: viewX, y: viewY } = this.#placeOf(event.clientX, event.clientY);
    return { ...this.viewport.toImage({ x: viewX, y: viewY }), viewX, viewY };
  }

  /**
   * Where the page shows the view, and how much larger than it is: templates set `zoom` and `scale`.
   * @returns {{left: number, top: number, across: number, down: number}}
   */
  #shown() {
    const { canvas } = /** @type {CanvasRenderingContext2D} */ (this.contexts.picture);
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const real = getComputedStyle(canvas);
    return { left, top, across: width / parseFloat(real.width) || 1, down: height / parseFloat(real.height) || 1 };
  }

  /** A place of the window in the view. @param {number} x @param {number} y @returns {import("./viewport.js").Point} */
  #placeOf(x, y) {
    const { left, top, across, down } = this.#shown();
    return { x: (x - left) / across, y: (y - top) / down };
  }

  /** Give up what the pointer is doing. @returns {boolean} whether it was doing something */
  cancel() {
    const drag = this.#drag;
    this.#drag = null;
    drag?.cancel?.();
    return drag !== null;
  }

  get isDragging() {
    return this.#drag !== null;
  }

  #moved() {
    this.redraw();
    this.owner.viewChanged();
  }

  #measure() {
    const [width, height, ratio] = [this.view.clientWidth, this.view.clientHeight, pixelRatio()];
    this.viewport.ratio = ratio;
    if (!width || !height) return;
    for (const { canvas } of Object.values(this.contexts)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.viewport.resize(width, height, ratio);
    this.redraw();
    this.paint();
    this.owner.viewChanged();
  }

  #listen() {
    const { view } = this;
    view.addEventListener("pointerdown", (event) => this.#down(event));
    view.addEventListener("pointermove", (event) => this.#move(event));
    view.addEventListener("pointerup", (event) => this.#up(event, false));
    view.addEventListener("pointercancel", (event) => this.#up(event, true));
    view.addEventListener("pointerleave", () => !this.#isDown && this.owner.hover(null));
    view.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    view.addEventListener("contextmenu", (event) => this.#isDown && event.preventDefault());
    view.addEventListener("mousedown", (event) => event.button === 1 && event.preventDefault());
    view.addEventListener("keyup", (event) => event.key === " " && this.holdSpace(false));
    view.addEventListener("blur", () => this.holdSpace(false));
  }

  /** While space is held, a press pans. @param {boolean} isHeld */
  holdSpace(isHeld) {
    this.#isSpaceHeld = isHeld;
    this.view.style.cursor = isHeld ? "grab" : this.view.style.cursor.replace("grab", "");
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (!this.picture || event.button > 1) return;
    capture(this.view, event.pointerId);
    this.#pointers.set(event.pointerId, event);
    if (event.pointerType === "touch" && this.#pointers.size === 2) {
      this.cancel();
      this.#pinch = spread([...this.#pointers.values()]);
    } else if (this.#pointers.size === 1) {
      this.#isDown = true;
      this.#drag = this.#pans(event) ? this.#panning(event) : this.owner.press(this.pointOf(event), event);
    }
  }

  /** @param {PointerEvent} event */
  #pans(event) {
    return event.button === 1 || this.#isSpaceHeld || this.isPanning;
  }

  /** @param {PointerEvent} event @returns {Drag} */
  #panning(event) {
    let last = event;
    this.view.style.cursor = "grabbing";
    const end = () => void (this.view.style.cursor = "grab");
    const move = (/** @type {unknown} */ _, /** @type {PointerEvent} */ next) => {
      const { across, down } = this.#shown();
      this.panBy((next.clientX - last.clientX) / across, (next.clientY - last.clientY) / down);
      last = next;
    };
    return { move, end, cancel: end };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (this.#pointers.has(event.pointerId)) this.#pointers.set(event.pointerId, event);
    if (this.#pinch && this.#pointers.size === 2) this.#pinched();
    else if (this.#isDown) this.#drag?.move?.(this.pointOf(event), event);
    else if (this.picture) this.#hover(event);
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    const cursor = this.owner.hover(this.pointOf(event));
    this.view.style.cursor = this.isPanning || this.#isSpaceHeld ? "grab" : cursor;
  }

  #pinched() {
    const before = /** @type {{distance: number, x: number, y: number}} */ (this.#pinch);
    const now = spread([...this.#pointers.values()]);
    const [from, to] = [this.#placeOf(before.x, before.y), this.#placeOf(now.x, now.y)];
    this.viewport.panBy(to.x - from.x, to.y - from.y);
    this.zoomBy(now.distance / before.distance, to);
    this.#pinch = now;
  }

  /** @param {PointerEvent} event @param {boolean} isCancelled */
  #up(event, isCancelled) {
    if (!this.#pointers.delete(event.pointerId)) return;
    if (this.#pointers.size > 0) return;
    const drag = this.#drag;
    this.#isDown = false;
    this.#pinch = null;
    this.#drag = null;
    if (isCancelled) drag?.cancel?.();
    else drag?.end?.(this.pointOf(event), event);
    if (event.pointerType !== "touch" && this.picture) this.#hover(event);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!this.picture) return;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PIXELS;
    const [across, down] = [event.deltaX * unit, event.deltaY * unit];
    const isOut = down > 0 && this.viewport.scale <= this.viewport.minScale * 1.001;
    if (isOut && !event.ctrlKey) return;
    event.preventDefault();
    if (event.shiftKey || Math.abs(across) > Math.abs(down)) return this.panBy(-(across || down), across ? -down : 0);
    const { viewX: x, viewY: y } = this.pointOf(event);
    this.zoomBy(WHEEL_STEP ** (event.ctrlKey ? -down * 4 : -down), { x, y });
  }
}

/** Device pixels per CSS pixel. */
const pixelRatio = () => window.devicePixelRatio || 1;

/** @param {HTMLElement} view @param {string} layer */
function contextOf(view, layer) {
  const canvas = /** @type {HTMLCanvasElement} */ (view.querySelector(`canvas.${layer}`));
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** A pointer that a script made up cannot be captured. @param {HTMLElement} view @param {number} id */
function capture(view, id) {
  try {
    view.setPointerCapture(id);
  } catch {
    return;
  }
}

/** @param {PointerEvent[]} pointers two */
function spread([one, other]) {
  const [a, b] = [/** @type {PointerEvent} */ (one), /** @type {PointerEvent} */ (other)];
  const distance = Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));
  return { distance, x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 };
}

/**
 * Hear of every change of size, in CSS pixels or in the screen's own.
 * @param {HTMLElement} view
 * @param {() => void} changed
 */
function observeSize(view, changed) {
  const observer = new ResizeObserver(changed);
  try {
    observer.observe(view, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(view);
    window.addEventListener("resize", changed);
  }
}
