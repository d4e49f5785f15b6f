// @ts-check
/**
 * `<crowd-rekognition-detect-moderation-labels>`: which of the given categories apply to an image.
 *
 * Answer: `{"AWS/Rekognition/DetectModerationLabels/Image/V3": {"moderationLabels": […]}}` [D]. A category that came
 * as an object comes back whole, one that came as text comes back as text [D], in the order of `categories` [G].
 * `exclusion-category` adds a button that takes every choice back and bars it; its answer is an empty list [D]. With it
 * a worker must choose something or press it [G]; without it choosing nothing is an answer, because the guide's own
 * template says "choose None" and offers no such button [I].
 */
import { reflect, sheet } from "./base.js";
import { KEYS } from "./hotkeys.js";
import { parseJsonish, parseList } from "./jsonish.js";
import { CrowdWidget, WIDGET_SHEETS, widgetTemplate } from "./widget.js";

const ANSWER_NAME = "AWS/Rekognition/DetectModerationLabels/Image/V3";
const TEXT_KEYS = ["name", "text", "label", "value"];

const TEMPLATE = widgetTemplate(`
  <div class="columns">
    <div class="target picture" part="target">
      <img part="image" alt="The image to review">
      <p class="missing" role="alert" hidden>The image could not be loaded.</p>
    </div>
    <div class="side">
      <fieldset class="options" part="options" aria-labelledby="header" aria-describedby="message"></fieldset>
      <button type="button" class="button exclusion" part="exclusion" aria-pressed="false" hidden></button>
      <p class="message" id="message" part="error" role="alert" hidden></p>
    </div>
  </div>`);

const MODERATION_SHEET = sheet(`
  .picture { display: grid; place-items: center; padding: 0; min-block-size: 12rem; overflow: hidden;
    background: var(--a2i-surface-sunken); }
  .picture img { display: block; max-inline-size: 100%; max-block-size: min(70dvh, 48rem); }
  .picture img[data-state="missing"] { display: none; }
  .missing { margin: 0; padding: var(--a2i-space-4); color: var(--a2i-danger-text); font-size: var(--a2i-text-md); }
  .option .parent { display: block; color: var(--a2i-text-muted); font-size: var(--a2i-text-sm);
    font-weight: var(--a2i-weight); }
  .exclusion { inline-size: 100%; margin-block-start: var(--a2i-space-4); }
  .exclusion[aria-pressed="true"] { background: var(--a2i-surface-selected); border-color: var(--a2i-accent);
    box-shadow: inset 0 0 0 1px var(--a2i-accent); }
  .exclusion[aria-pressed="true"]:focus-visible { box-shadow: var(--a2i-focus-ring); }
`);

/** @typedef {string | Record<string, unknown>} Category */

/** @param {unknown} category @returns {string} what the worker reads */
function nameOf(category) {
  if (typeof category !== "object" || category === null) return String(category);
  const record = /** @type {Record<string, unknown>} */ (category);
  const found = TEXT_KEYS.map((key) => record[key]).find((value) => value !== undefined && value !== null);
  return String(found ?? JSON.stringify(category));
}

/** @param {unknown} category @returns {Category} */
const tidy = (category) =>
  typeof category === "object" && category !== null
    ? /** @type {Record<string, unknown>} */ (category)
    : String(category);

export class CrowdModerationLabels extends CrowdWidget {
  static template = TEMPLATE;
  static sheets = [...WIDGET_SHEETS, MODERATION_SHEET];
  static observedAttributes = ["categories", "exclusion-category", "header", "src", "disabled", "name"];

  /** @type {Set<number>} */
  #chosen = new Set();
  /** @type {Category[] | null} */
  #given = null;
  /** @type {Category[]} */
  #categories = [];
  #isExcluded = false;
  #isTouched = false;
  #drawn = "";

  /** The key of the answer; a `name` attribute overrides it [G]. */
  get name() {
    return this.getAttribute("name") || ANSWER_NAME;
  }

  set name(name) {
    this.setAttribute("name", String(name));
  }

  /** The categories on offer. @returns {Category[]} */
  get categories() {
    return this.#given ?? this.readAttribute("categories", (text) => parseList(text).map(tidy), []);
  }

  set categories(categories) {
    const list = typeof categories === "string" ? parseList(categories) : [...(categories ?? [])];
    this.#given = list.map(tidy);
    this.update();
  }

  /** The answer so far. @returns {{moderationLabels: Category[]}} */
  get value() {
    return { moderationLabels: this.#categories.filter((_, index) => this.#chosen.has(index)) };
  }

  set value(value) {
    const wanted = Array.isArray(value) ? value : (value?.moderationLabels ?? []);
    const names = new Set(wanted.map(nameOf));
    this.#isTouched = true;
    this.#isExcluded = false;
    this.#choose((index) => names.has(nameOf(this.#categories[index])));
    this.changed(false);
  }

  /** The answer with whether the exclusion is pressed, which an empty list does not tell. @returns {any} */
  get draft() {
    return { ...this.value, isExcluded: this.#isExcluded };
  }

  set draft(state) {
    this.value = state;
    if (state?.isExcluded === true) this.#exclude(true);
  }

  get _submittableValue() {
    return this.value;
  }

  get isAnswered() {
    return this.#isTouched;
  }

  get control() {
    return /** @type {HTMLElement | null} */ (
      this.root.querySelector(".options:not(:disabled) input, .exclusion:not([hidden])")
    );
  }

  start() {
    const image = /** @type {HTMLImageElement} */ (this.part_("img"));
    image.addEventListener("load", () => this.#tellImage("there"));
    image.addEventListener("error", () => this.#tellImage("missing"));
    this.part_(".options").addEventListener("change", () => {
      this.#choose((index) => this.#inputs[index]?.checked === true);
      this.#isTouched = true;
      this.changed();
    });
    this.part_(".exclusion").addEventListener("click", () => this.#exclude(!this.#isExcluded));
  }

  /** @returns {HTMLInputElement[]} */
  get #inputs() {
    return /** @type {any} */ ([...this.root.querySelectorAll(".options input")]);
  }

  /** @param {(index: number) => boolean} isChosen */
  #choose(isChosen) {
    this.#chosen = new Set([...this.#categories.keys()].filter(isChosen));
    this.#mark();
  }

  /** @param {boolean} isExcluded */
  #exclude(isExcluded) {
    if (this.isOff) return;
    this.#isExcluded = isExcluded;
    this.#isTouched = isExcluded;
    this.#choose(() => false);
    this.changed();
  }

  /** @param {"there" | "missing"} state */
  #tellImage(state) {
    this.part_("img").dataset.state = state;
    this.part_(".missing").hidden = state === "there";
  }

  update() {
    this.drawHeader();
    const image = /** @type {HTMLImageElement} */ (this.part_("img"));
    const source = this.getAttribute("src") ?? "";
    if (image.getAttribute("src") !== source) {
      if (source) image.src = source;
      else image.removeAttribute("src");
    }
    const categories = this.categories;
    const drawn = JSON.stringify(categories);
    if (drawn !== this.#drawn) this.#draw(categories);
    this.#drawn = drawn;
    this.#drawExclusion();
    this.#mark();
    this.syncFormValue();
    this.refreshValidity();
  }

  /** @param {Category[]} categories */
  #draw(categories) {
    const kept = new Set(this.value.moderationLabels.map(nameOf));
    this.#categories = categories;
    this.part_(".options").replaceChildren(...categories.map(optionRow));
    this.#choose((index) => kept.has(nameOf(categories[index])));
  }

  #drawExclusion() {
    const button = this.part_(".exclusion");
    const text = this.readAttribute("exclusion-category", exclusionText, "None");
    button.hidden = !this.hasAttribute("exclusion-category");
    if (button.hidden) this.#isExcluded = false;
    button.textContent = text;
  }

  #mark() {
    this.#inputs.forEach((input, index) => (input.checked = this.#chosen.has(index)));
    this.part_(".options").toggleAttribute("disabled", this.isOff || this.#isExcluded);
    this.part_(".exclusion").setAttribute("aria-pressed", String(this.#isExcluded));
    this.part_(".exclusion").toggleAttribute("disabled", this.isOff);
  }

  /** @param {string} key */
  takeKey(key) {
    const index = key.length === 1 ? KEYS.indexOf(key) : -1;
    const input = this.#inputs[index];
    if (index < 0 || !input || this.isOff || this.#isExcluded) return false;
    input.focus({ preventScroll: true });
    input.click();
    return true;
  }

  complaint() {
    if (!this.hasAttribute("exclusion-category") || this.#isExcluded || this.#chosen.size > 0) return "";
    return `Choose every category that applies, or press “${this.part_(".exclusion").textContent}”.`;
  }

  restoreDefault() {
    this.#isExcluded = false;
    this.#isTouched = false;
    this.#choose(() => false);
  }
}

/** @param {string} text the attribute: a text, or an object that carries one @returns {string} */
function exclusionText(text) {
  return /^[{['"]/.test(text) ? nameOf(parseJsonish(text)) : text;
}

/** @param {Category} category @param {number} index */
function optionRow(category, index) {
  const row = document.createElement("label");
  row.className = "option";
  row.setAttribute("part", "option");
  const input = Object.assign(document.createElement("input"), { type: "checkbox" });
  const name = Object.assign(document.createElement("span"), { className: "name", textContent: nameOf(category) });
  row.append(input, name);
  const parent = typeof category === "object" ? category.parentName : "";
  if (parent)
    name.append(Object.assign(document.createElement("span"), { className: "parent", textContent: String(parent) }));
  const key = KEYS[index];
  if (key === undefined) return row;
  input.setAttribute("aria-keyshortcuts", key);
  const badge = Object.assign(document.createElement("kbd"), { textContent: key });
  badge.setAttribute("aria-hidden", "true");
  row.append(badge);
  return row;
}

reflect(CrowdModerationLabels, { strings: ["src", "exclusion-category"] });
