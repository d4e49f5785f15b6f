// @ts-check
/**
 * The ground of every element that works on an image: crowd-bounding-box, crowd-keypoint, crowd-polygon,
 * crowd-polyline, crowd-line, crowd-semantic-segmentation, crowd-instance-segmentation.
 *
 * It brings the attributes `src`, `header`, `labels`, `label-colors`, `name`, `disabled`, `required`; the property
 * `labels`, a list that scripts read and set (A2I_FACTS J1, K.7 [O]), while the attribute turns into strict JSON, which
 * a public sample takes apart [I]; the regions `short-instructions` and
 * `full-instructions`; the image with its loading and its failure; the stage with zoom and pan; the palette; undo and
 * redo; the toolbar; hotkeys; the hint line and announcements. What is drawn, and the answer, are its heir's.
 *
 * An heir
 * - builds its template with `annotatorTemplate(side)` and its `sheets` with `[...CrowdAnnotator.sheets, OWN_SHEET]`;
 * - says by `tools()` and `actions()` what stands in the toolbar, and by `act(id)` what an action does;
 * - is a StageOwner: `paintWork`, `paintLive`, `press`, `hover` (see stage.js);
 * - tells `this.history` each step, calls `this.say("Box added")` for the screen reader and `this.changed()` when the
 *   answer has changed;
 * - may override `labelPicked`, `toolPicked`, `pictureShown`, `keyPressed` (a plain key; true: taken), `hintText`,
 *   `labelsChanged`, `complaint` and `restoreDefault` (call super).
 *
 * Keys: 1–9 and 0 choose a label; tools have letters; + and - zoom, F fits; Ctrl+Z undoes, Ctrl+Y and Ctrl+Shift+Z redo;
 * space held pans. They reach the element that has the focus or the pointer (hotkeys.js).
 *
 * `inputImageProperties` in an answer is the image's own size in pixels (A2I_FACTS J2 [D]). An image that is missing
 * or cannot be loaded keeps the form from being submitted [G].
 */
import { reflect, slotRegions } from "../base.js";
import { CrowdField } from "../field.js";
import { listenForKeys, stopListening } from "../hotkeys.js";
import { labelOf, parseList } from "../jsonish.js";
import { InstructionsPanel, PANEL_REGIONS, PANEL_SHEET } from "../panel.js";
import { isEmbedded } from "../portal-link.js";
import { BUTTON_SHEET } from "../styles.js";
import { ANNOTATOR_SHEET, annotatorTemplate } from "./chrome.js";
import { History } from "./history.js";
import { PALETTE_SHEET, Palette } from "./palette.js";
import { loadPicture } from "./picture.js";
import { STAGE_SHEET, Stage } from "./stage.js";
import { HISTORY, PAN, TOOLBAR_SHEET, Toolbar, ZOOM } from "./toolbar.js";

/** @typedef {import("./stage.js").StagePoint} StagePoint */
/** @typedef {import("./stage.js").Drag} Drag */
/** @typedef {import("./toolbar.js").Button} Button */

const ZOOM_STEP = 1.3;
export class CrowdAnnotator extends CrowdField {
  static delegatesFocus = false;
  static template = annotatorTemplate("");
  static sheets = [BUTTON_SHEET, PANEL_SHEET, STAGE_SHEET, PALETTE_SHEET, TOOLBAR_SHEET, ANNOTATOR_SHEET];
  static observedAttributes = [
    "src",
    "header",
    "labels",
    "label-colors",
    "initial-value",
    "name",
    "disabled",
    "required",
  ];

  history = new History(() => this.refreshHistory());
  /** The id of the tool that is on. */
  tool = "";
  #drawnLabels = "";
  #src = "";
  /** @type {"none" | "loading" | "ready" | "failed"} */
  #pictureState = "none";
  #panel = new InstructionsPanel(this.root);
  #observer = new MutationObserver(() => this.#arrange());
  /** @type {Record<string, string>} */
  #broken = {};

  constructor() {
    super();
    this.stage = new Stage(this.root, this);
    this.palette = new Palette(this.part_(".palette"), (label) => this.#picked(label));
  }

  /** @returns {Button[]} tools, the first one is on at the start */
  tools() {
    return [];
  }

  /** @returns {Button[]} actions of the heir, beside undo and redo */
  actions() {
    return [];
  }

  /** @param {string} _id one of `actions()` */
  act(_id) {}

  /** @param {CanvasRenderingContext2D} _context @param {import("./viewport.js").Viewport} _viewport */
  paintWork(_context, _viewport) {}

  /** @param {CanvasRenderingContext2D} _context @param {import("./viewport.js").Viewport} _viewport */
  paintLive(_context, _viewport) {}

  /** @param {StagePoint} _point @param {PointerEvent} _event @returns {Drag | null} */
  press(_point, _event) {
    return null;
  }

  /** @param {StagePoint | null} _point @returns {string} a cursor */
  hover(_point) {
    return "default";
  }

  /** A person chose a label. @param {string} _label */
  labelPicked(_label) {}

  /** A tool was turned on. @param {string} _id */
  toolPicked(_id) {}

  /** The image has arrived, or another one. */
  pictureShown() {}

  /** The labels are others than before. */
  labelsChanged() {}

  /** @param {string} _key a plain key, in lower case @returns {boolean} whether it meant something */
  keyPressed(_key) {
    return false;
  }

  /** What a worker can do next, for the line below the image. */
  hintText() {
    return "";
  }

  /** @returns {{height: number, width: number} | null} the image's size in pixels, null before it has arrived */
  get inputImageProperties() {
    const { picture } = this.stage;
    return picture && { height: picture.height, width: picture.width };
  }

  /** @param {boolean} [isForced] load it again though it is the same */
  #load(isForced = false) {
    const src = this.getAttribute("src") ?? "";
    if (src === this.#src && this.#pictureState !== "none" && !isForced) return;
    this.#src = src;
    this.stage.show(null);
    if (src === "") return this.#turn("failed", "This task names no image: the src attribute is empty.");
    this.#turn("loading");
    loadPicture(src).then(
      (picture) => {
        if (src !== this.#src) return;
        this.stage.show(picture);
        this.#turn("ready");
        this.pictureShown();
        this.stage.redraw();
      },
      (error) => src === this.#src && this.#turn("failed", String(error.message)),
    );
  }

  /** @param {"loading" | "ready" | "failed"} state @param {string} [message] */
  #turn(state, message = "") {
    this.#pictureState = state;
    this.part_(".loading").hidden = state !== "loading";
    this.part_(".failed").hidden = state !== "failed";
    this.part_(".failed p").textContent = message;
    this.part_(".retry").hidden = this.#src === "";
    this.refresh();
  }

  /** The labels on offer. @returns {any} */
  get labels() {
    return this.#parsed("labels").map(labelOf);
  }

  set labels(labels) {
    this.setAttribute("labels", typeof labels === "string" ? labels : JSON.stringify([...(labels ?? [])]));
  }

  /** Whether a label must be chosen and there is none yet. */
  get lacksLabels() {
    return this.hasAttribute("labels") && this.palette.labels.length === 0;
  }

  /** A list from an attribute; a mistake in it is shown. @param {string} name @returns {unknown[]} */
  #parsed(name) {
    try {
      this.complainAbout(name, "");
      return parseList(this.getAttribute(name));
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      this.complainAbout(name, `The ${name} attribute of this ${this.localName} is not a list: ${reason}.`);
      return [];
    }
  }

  /** Show what is wrong with an attribute. @param {string} name @param {string} message "" if nothing is */
  complainAbout(name, message) {
    this.#broken[name] = message;
    const text = Object.values(this.#broken).filter(Boolean).join(" ");
    this.part_(".broken").textContent = text;
    this.part_(".broken").hidden = text === "";
  }

  #drawLabels() {
    const labels = this.#parsed("labels");
    const text = JSON.stringify(labels);
    const isLoose = this.hasAttribute("labels") && !this.#broken.labels && this.getAttribute("labels") !== text;
    if (isLoose) this.setAttribute("labels", text);
    const colours = this.#parsed("label-colors");
    const state = JSON.stringify([labels, colours]);
    if (state === this.#drawnLabels) return;
    this.#drawnLabels = state;
    this.palette.set(labels, colours);
    this.part_(".labels").hidden = labels.length === 0;
    this.labelsChanged();
    this.stage.redraw("work", "live");
  }

  /** @param {string} label */
  #picked(label) {
    this.labelPicked(label);
    this.refresh();
  }

  start() {
    this.toggleAttribute("data-embedded", isEmbedded());
    const groups = [[...this.tools(), PAN], HISTORY, this.actions(), ZOOM].filter((group) => group.length > 0);
    this.toolbar = new Toolbar(this.part_(".toolbar"), groups, (id) => this.pressed(id));
    this.chooseTool(this.tools()[0]?.id ?? "pan");
    this.part_(".retry").addEventListener("click", () => this.#load(true));
    this.root.addEventListener("keydown", (event) => this.#keyDown(/** @type {KeyboardEvent} */ (event)));
    this.refreshHistory();
  }

  connected() {
    this.#arrange();
    this.#observer.observe(this, { childList: true });
    listenForKeys(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    stopListening(this);
  }

  #arrange() {
    const regions = slotRegions(this, PANEL_REGIONS);
    this.#panel.update(regions, this.querySelector(":scope > full-instructions")?.getAttribute("header"));
  }

  update() {
    const header = this.getAttribute("header") ?? "";
    this.part_(".header").textContent = header;
    this.part_(".header").hidden = header === "";
    this.stage.view.setAttribute("aria-label", header || "Image to work on");
    /** @type {HTMLFieldSetElement} */ (this.part_(".palette")).disabled = this.isOff;
    this.#drawLabels();
    this.#load();
    this.syncFormValue();
    this.refreshValidity();
  }

  get control() {
    return this.stage?.view ?? null;
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.stage.view.focus(options);
  }

  /** @returns {string} */
  complaint() {
    if (this.#pictureState === "loading") return "The image is still loading.";
    return this.#pictureState === "ready" ? "" : "The image could not be loaded, so this task cannot be done now.";
  }

  /** A button of the toolbar was pressed, or its key. @param {string} id */
  pressed(id) {
    if (id === "undo" || id === "redo") this.travel(id);
    else if (id === "fit") this.stage.fit();
    else if (id === "zoom-in") this.stage.zoomBy(ZOOM_STEP);
    else if (id === "zoom-out") this.stage.zoomBy(1 / ZOOM_STEP);
    else if ([...this.tools(), PAN].some((tool) => tool.id === id)) this.chooseTool(id);
    else if (!this.isOff) this.act(id);
    this.refresh();
  }

  /** @param {string} id */
  chooseTool(id) {
    this.tool = id;
    this.stage.isPanning = id === PAN.id;
    this.stage.view.style.cursor = id === PAN.id ? "grab" : "";
    this.toolbar?.choose(id);
    this.toolPicked(id);
    this.refresh();
  }

  /** Undo or redo a step. @param {"undo" | "redo"} way */
  travel(way) {
    if (this.isOff) return;
    this.stage.cancel();
    const name = this.history[way]();
    if (name) this.say(`${way === "undo" ? "Undone" : "Done again"}: ${name}`);
  }

  /** Bring the buttons for undo and redo in line with what can be undone. */
  refreshHistory() {
    this.toolbar?.enable("undo", this.history.canUndo);
    this.toolbar?.enable("redo", this.history.canRedo);
  }

  viewChanged() {
    const label = this.toolbar?.button("fit");
    if (!label) return;
    label.textContent = `${Math.round(this.stage.viewport.scale * 100)}%`;
    label.setAttribute("aria-label", `${label.textContent}, show the whole image`);
  }

  /** Bring the hint in line with what can be done. */
  refresh() {
    const text = this.#pictureState === "ready" && !this.isOff ? this.hintText() : "";
    const line = this.part_(".hint");
    if (line.textContent !== text) line.textContent = text;
    line.classList.remove("problem");
  }

  /** Tell a screen reader, and if it is a problem, everybody. @param {string} text @param {boolean} [isProblem] */
  say(text, isProblem = false) {
    const line = this.part_(".news");
    line.textContent = line.textContent === text ? `${text}\u00a0` : text;
    if (!isProblem) return;
    this.part_(".hint").textContent = text;
    this.part_(".hint").classList.add("problem");
  }

  /** @param {KeyboardEvent} event a key with a modifier, or space, pressed while the focus is inside */
  #keyDown(event) {
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && !event.altKey && (key === "z" || key === "y")) {
      event.preventDefault();
      this.pressed(key === "y" || event.shiftKey ? "redo" : "undo");
    } else if (event.target === this.stage.view && !isCommand && !event.altKey) this.#viewKey(event);
  }

  /** @param {KeyboardEvent} event */
  #viewKey(event) {
    if (this.viewKeyPressed(event)) event.preventDefault();
    else if (event.key === " ") {
      event.preventDefault();
      this.stage.holdSpace(true);
    }
  }

  /** A key on the image itself: arrows, space, Enter. @param {KeyboardEvent} _event @returns {boolean} taken? */
  viewKeyPressed(_event) {
    return false;
  }

  /** A plain key was pressed on the page, meant for this element (hotkeys.js). @param {string} key */
  takeKey(key) {
    const label = this.palette.labelFor(key);
    if (label !== undefined && !this.isOff) {
      this.palette.choose(label);
      this.#picked(label);
      return true;
    }
    if (this.isOff) return false;
    return this.keyPressed(key) || this.#shortcut(key === "=" ? "+" : key);
  }

  /** @param {string} key */
  #shortcut(key) {
    const found = [...this.tools(), PAN, ...this.actions(), ...ZOOM].find((each) => each.key?.toLowerCase() === key);
    if (found) this.pressed(found.id);
    return found !== undefined;
  }

  get isAnswered() {
    return false;
  }

  restoreDefault() {
    this.stage.cancel();
    this.history.clear();
  }
}

reflect(CrowdAnnotator, { strings: ["header", "src"] });
