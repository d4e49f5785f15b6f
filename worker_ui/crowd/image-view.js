// @ts-check
/**
 * An image that can be looked at closely: it fits its place, zooms up to sixteenfold (buttons, + and -, Ctrl and
 * wheel, double click), and is moved by dragging, scrolling or the arrow keys. 0 fits it again.
 */
import { sheet } from "./base.js";
import { glyph } from "./icons.js";

const STEP = 1.5;
const CLOSEST = 16;
const TALLEST_SHARE = 0.62;
const TALLEST_PIXELS = 720;
const LARGEST_GROWTH = 2;

/** @param {string} name @param {string} icon @param {string} label */
const tool = (name, icon, label) =>
  `<button type="button" class="button icon ${name}" aria-label="${label}" title="${label}">${glyph(icon)}</button>`;

export const IMAGE_VIEW_TEMPLATE = `
  <div class="view" part="image">
    <div class="viewport" tabindex="0" role="group" aria-label="Image. Plus and minus zoom, arrow keys move.">
      <div class="canvas"><img class="picture" alt="" draggable="false"></div>
    </div>
    <p class="no-image" role="status" hidden></p>
    <div class="tools" role="group" aria-label="Zoom">
      ${tool("out", "zoom-out", "Zoom out")}<output class="zoom" aria-live="off"></output>${tool("in", "zoom-in", "Zoom in")}
      <button type="button" class="button link fit">Fit</button>
    </div>
  </div>`;

export const IMAGE_VIEW_SHEET = sheet(`
  .view { border: 1px solid var(--a2i-line); border-radius: var(--a2i-radius); overflow: clip;
    background: var(--a2i-surface-sunken); }
  .viewport { display: grid; min-block-size: 8rem; overflow: auto; overscroll-behavior: contain; touch-action: pan-x pan-y pinch-zoom; }
  .viewport:focus-visible { box-shadow: inset 0 0 0 3px var(--a2i-focus); }
  .viewport.is-close { cursor: grab; }
  .viewport.is-dragged { cursor: grabbing; user-select: none; }
  .canvas { position: relative; margin: auto; line-height: 0; }
  .picture { display: block; inline-size: 100%; block-size: 100%; -webkit-user-drag: none; }
  .no-image { margin: 0; padding: var(--a2i-space-5); color: var(--a2i-danger-text); overflow-wrap: anywhere; }
  .tools { display: flex; align-items: center; justify-content: center; gap: var(--a2i-space-1);
    border-block-start: 1px solid var(--a2i-line); background: var(--a2i-surface); }
  .tools .zoom { min-inline-size: 4.5em; text-align: center; color: var(--a2i-text-muted);
    font-size: var(--a2i-text-sm); font-variant-numeric: tabular-nums; }
  .tools .fit { font-size: var(--a2i-text-sm); }
`);

export class ImageView {
  #zoom = 1;

  /** @param {ShadowRoot} root made from IMAGE_VIEW_TEMPLATE */
  constructor(root) {
    /** @template {HTMLElement} T @param {string} selector @returns {T} */
    const part = (selector) => /** @type {any} */ (root.querySelector(selector));
    this.viewport = /** @type {HTMLElement} */ (part(".viewport"));
    this.canvas = /** @type {HTMLElement} */ (part(".canvas"));
    this.picture = /** @type {HTMLImageElement} */ (part(".picture"));
    this.tools = /** @type {HTMLElement} */ (part(".tools"));
    this.problem = /** @type {HTMLElement} */ (part(".no-image"));
  }

  start() {
    this.picture.addEventListener("load", () => this.#arrived(true));
    this.picture.addEventListener("error", () => this.#arrived(false));
    this.#tool(".in").addEventListener("click", () => this.zoomTo(this.#zoom * STEP));
    this.#tool(".out").addEventListener("click", () => this.zoomTo(this.#zoom / STEP));
    this.#tool(".fit").addEventListener("click", () => this.zoomTo(1));
    this.viewport.addEventListener("keydown", (event) => this.#key(event));
    this.viewport.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.viewport.addEventListener("dblclick", (event) => this.zoomTo(this.#zoom * STEP * STEP, event));
    this.viewport.addEventListener("pointerdown", (event) => this.#drag(event));
    new ResizeObserver(() => this.#draw()).observe(this.viewport);
  }

  /** @param {string} selector @returns {HTMLElement} */
  #tool(selector) {
    return /** @type {HTMLElement} */ (this.tools.querySelector(selector));
  }

  /** The image's own size in pixels; null until it has arrived. @returns {{width: number, height: number} | null} */
  get size() {
    const { naturalWidth: width, naturalHeight: height } = this.picture;
    return width > 0 && height > 0 ? { width, height } : null;
  }

  /** How close it is looked at; 1 fits it into its place. */
  get zoom() {
    return this.#zoom;
  }

  /** @param {string} source the image's address @param {string} title what the page says about it */
  show(source, title) {
    this.picture.alt = title ? `Image: ${title}` : "Image";
    if (this.picture.getAttribute("src") === source) return;
    if (source === "") this.picture.removeAttribute("src");
    else this.picture.src = source;
    if (source === "") this.#arrived(false);
  }

  /** @param {boolean} isThere */
  #arrived(isThere) {
    const source = this.picture.getAttribute("src") ?? "";
    this.viewport.hidden = this.tools.hidden = !isThere;
    this.problem.hidden = isThere;
    this.problem.textContent = isThere ? "" : complaint(source);
    this.zoomTo(1);
  }

  /**
   * @param {number} zoom
   * @param {{clientX: number, clientY: number}} [around] what stays in its place; the middle by default
   */
  zoomTo(zoom, around) {
    const box = this.viewport.getBoundingClientRect();
    const x = around ? around.clientX - box.left : box.width / 2;
    const y = around ? around.clientY - box.top : box.height / 2;
    const before = this.#zoom;
    const [left, top] = [this.viewport.scrollLeft + x, this.viewport.scrollTop + y];
    this.#zoom = Math.min(CLOSEST, Math.max(1, zoom));
    this.#draw();
    const growth = this.#zoom / before;
    this.viewport.scrollTo(left * growth - x, top * growth - y);
  }

  #draw() {
    const size = this.size;
    const room = this.viewport.clientWidth;
    if (!size || room === 0) return;
    const tallest = Math.min(window.innerHeight * TALLEST_SHARE, TALLEST_PIXELS);
    const fit = Math.min(room / size.width, tallest / size.height, LARGEST_GROWTH);
    this.canvas.style.inlineSize = `${size.width * fit * this.#zoom}px`;
    this.canvas.style.blockSize = `${size.height * fit * this.#zoom}px`;
    this.viewport.style.blockSize = `${Math.round(size.height * fit)}px`;
    this.viewport.classList.toggle("is-close", this.#zoom > 1);
    this.#tool(".zoom").textContent = `${Math.round(this.#zoom * 100)} %`;
    this.#tool(".out").toggleAttribute("disabled", this.#zoom <= 1);
    this.#tool(".in").toggleAttribute("disabled", this.#zoom >= CLOSEST);
    this.#tool(".fit").toggleAttribute("disabled", this.#zoom === 1);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const goals = new Map([
      ["+", this.#zoom * STEP],
      ["=", this.#zoom * STEP],
      ["-", this.#zoom / STEP],
      ["0", 1],
    ]);
    const goal = goals.get(event.key);
    if (goal === undefined) return;
    event.preventDefault();
    this.zoomTo(goal);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoomTo(this.#zoom * Math.exp(-event.deltaY / 300), event);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (event.button !== 0 || event.pointerType !== "mouse" || this.#zoom === 1) return;
    const start = { x: event.clientX + this.viewport.scrollLeft, y: event.clientY + this.viewport.scrollTop };
    /** @param {PointerEvent} moved */
    const move = (moved) => this.viewport.scrollTo(start.x - moved.clientX, start.y - moved.clientY);
    const end = new AbortController();
    const { signal } = end;
    this.viewport.setPointerCapture(event.pointerId);
    this.viewport.classList.add("is-dragged");
    signal.addEventListener("abort", () => this.viewport.classList.remove("is-dragged"));
    this.viewport.addEventListener("pointermove", move, { signal });
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"])
      this.viewport.addEventListener(type, () => end.abort(), { signal });
  }
}

/** @param {string} source */
function complaint(source) {
  return source === "" ? "This task names no image." : `The image could not be loaded from ${source}.`;
}
