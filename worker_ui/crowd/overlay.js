// @ts-check
/**
 * The `overlay` of crowd-image-classifier: annotations of an earlier task, shown on the image so that a worker can
 * judge them [D]. One object whose key names the kind of task: `boundingBox` ({labels, value: boxes in image pixels}),
 * `semanticSegmentation` ({labels, labelMappings, src}), `instanceSegmentation` ({labels, instances, src}).
 */
import { sheet } from "./base.js";
import { parseJsonish } from "./jsonish.js";

const SVG = "http://www.w3.org/2000/svg";
const COLOURS = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"];

export const OVERLAY_TEMPLATE = `
  <div class="overlay-tools" hidden>
    <label class="overlay-switch"><input type="checkbox" checked> Show annotations</label>
    <ul class="legend" aria-label="Annotations"></ul>
  </div>
  <p class="broken overlay-broken" role="alert" hidden></p>`;

export const OVERLAY_SHEET = sheet(`
  .overlay { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; pointer-events: none; }
  img.overlay { opacity: 0.6; image-rendering: pixelated; }
  svg.overlay rect { fill: var(--tone); fill-opacity: 0.12; stroke: var(--tone); stroke-width: 2px;
    vector-effect: non-scaling-stroke; }
  .overlay-tools { display: flex; flex-wrap: wrap; align-items: center; gap: var(--a2i-space-2) var(--a2i-space-5);
    margin-block-start: var(--a2i-space-3); font-size: var(--a2i-text-sm); }
  .overlay-switch { display: inline-flex; align-items: center; gap: var(--a2i-space-2);
    min-block-size: var(--a2i-target); cursor: pointer; }
  .overlay-switch input { inline-size: 20px; block-size: 20px; margin: 0; accent-color: var(--a2i-accent); }
  .legend { display: flex; flex-wrap: wrap; gap: var(--a2i-space-1) var(--a2i-space-4); margin: 0; padding: 0;
    list-style: none; }
  .legend li { display: inline-flex; align-items: center; gap: var(--a2i-space-2); }
  .legend li::before { content: ""; inline-size: 14px; block-size: 14px; border-radius: 3px; background: var(--tone);
    border: 1px solid var(--a2i-line-strong); forced-color-adjust: none; }
`);

/** @typedef {{label: string, left: number, top: number, width: number, height: number}} Box */
/** @typedef {{boxes: Box[], src: string, colours: Map<string, string>}} Annotations */

export class Overlay {
  #shown = "";
  /** @type {Annotations | null} */
  #annotations = null;

  /** @param {ShadowRoot} root @param {import("./image-view.js").ImageView} view */
  constructor(root, view) {
    this.view = view;
    this.tools = /** @type {HTMLElement} */ (root.querySelector(".overlay-tools"));
    this.problem = /** @type {HTMLElement} */ (root.querySelector(".overlay-broken"));
    this.box = /** @type {HTMLInputElement} */ (this.tools.querySelector("input"));
  }

  start() {
    this.box.addEventListener("change", () => this.#draw());
    this.view.picture.addEventListener("load", () => this.#draw());
  }

  /** @param {string | null} text the attribute */
  show(text) {
    if ((text ?? "") === this.#shown) return;
    this.#shown = text ?? "";
    this.problem.hidden = true;
    try {
      this.#annotations = this.#shown.trim() === "" ? null : readOverlay(parseJsonish(this.#shown));
    } catch (error) {
      this.#annotations = null;
      this.problem.hidden = false;
      this.problem.textContent = `The overlay attribute cannot be shown: ${/** @type {Error} */ (error).message}.`;
    }
    this.#draw();
  }

  #draw() {
    for (const old of this.view.canvas.querySelectorAll(".overlay")) old.remove();
    this.tools.hidden = this.#annotations === null;
    if (!this.#annotations) return;
    const { boxes, src, colours } = this.#annotations;
    this.tools.querySelector(".legend")?.replaceChildren(...[...colours].map(legendEntry));
    if (!this.box.checked) return;
    if (src !== "") this.view.canvas.append(layer(src));
    if (boxes.length > 0 && this.view.size) this.view.canvas.append(drawing(boxes, colours, this.view.size));
  }
}

/**
 * @param {any} given
 * @returns {Annotations}
 */
function readOverlay(given) {
  const boxes = given?.boundingBox;
  const pixels = given?.semanticSegmentation ?? given?.instanceSegmentation;
  if (boxes) {
    const value = boxes.value ?? [];
    if (!Array.isArray(value)) throw new TypeError("the value of boundingBox is not a list");
    return { boxes: value, src: "", colours: coloursOf([...(boxes.labels ?? []), ...value.map(({ label }) => label)]) };
  }
  if (!pixels) throw new TypeError("it has no boundingBox, semanticSegmentation or instanceSegmentation");
  return { boxes: [], src: String(pixels.src ?? ""), colours: segmentColours(pixels) };
}

/** @param {unknown[]} labels @returns {Map<string, string>} */
function coloursOf(labels) {
  const names = [...new Set(labels.map(String))];
  return new Map(names.map((label, index) => [label, COLOURS[index % COLOURS.length] ?? ""]));
}

/** @param {any} pixels @returns {Map<string, string>} instances of one label are numbered */
function segmentColours({ labelMappings, instances }) {
  if (Array.isArray(instances))
    return new Map(instances.map(({ label, color }, index) => [`${label} (${index + 1})`, String(color)]));
  return new Map(Object.entries(labelMappings ?? {}).map(([label, { color }]) => [label, String(color)]));
}

/** @param {[string, string]} entry */
function legendEntry([label, colour]) {
  const item = document.createElement("li");
  item.textContent = label;
  item.style.setProperty("--tone", colour);
  return item;
}

/** @param {string} src */
function layer(src) {
  return Object.assign(document.createElement("img"), { className: "overlay", src, alt: "" });
}

/** @param {Box[]} boxes @param {Map<string, string>} colours @param {{width: number, height: number}} size */
function drawing(boxes, colours, size) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "overlay");
  svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${boxes.length} boxes: ${boxes.map(({ label }) => label).join(", ")}`);
  svg.append(...boxes.map((box) => rectangle(box, colours.get(String(box.label)) ?? "")));
  return svg;
}

/** @param {Box} box @param {string} colour */
function rectangle({ label, left, top, width, height }, colour) {
  const shape = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: left, y: top, width, height })) shape.setAttribute(name, String(value));
  shape.style.setProperty("--tone", colour);
  const title = document.createElementNS(SVG, "title");
  title.textContent = String(label);
  shape.append(title);
  return shape;
}
