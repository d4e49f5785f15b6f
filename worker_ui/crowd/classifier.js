// @ts-check
/**
 * `<crowd-classifier>`: choose one category for whatever stands in `<classification-target>`.
 * Answer: `{name: {"label": "…"}}` (A2I_FACTS J2 [D]). A category must be chosen before submitting [I: the reference
 * warns that without an "other" category a worker may be unable to answer].
 */
import { reflect, slotRegions } from "./base.js";
import { CLASSIFIER_SHEET, CLASSIFIER_TEMPLATE, fillOptions } from "./classifier-chrome.js";
import { CrowdField } from "./field.js";
import { KEYS, listenForKeys, stopListening } from "./hotkeys.js";
import { labelOf, parseList } from "./jsonish.js";
import { InstructionsPanel, PANEL_REGIONS, PANEL_SHEET } from "./panel.js";
import { BUTTON_SHEET } from "./styles.js";

const REGIONS = [...PANEL_REGIONS, "classification-target"];

export class CrowdClassifier extends CrowdField {
  static delegatesFocus = false;
  static template = CLASSIFIER_TEMPLATE;
  static sheets = [BUTTON_SHEET, PANEL_SHEET, CLASSIFIER_SHEET];
  static observedAttributes = ["categories", "header", "disabled", "name"];

  /** @type {string | undefined} */
  #chosen;
  /** @type {string[] | null} */
  #categories = null;
  #drawn = "";
  #panel = new InstructionsPanel(this.root);
  #observer = new MutationObserver(() => this.#arrange());

  /** The categories on offer. */
  get categories() {
    return this.#categories ?? this.#parsed();
  }

  set categories(categories) {
    const list = typeof categories === "string" ? parseList(categories) : [...(categories ?? [])];
    this.#categories = list.map(labelOf);
    this.update();
  }

  /** The answer so far. @returns {{label: string} | undefined} */
  get value() {
    return this.#chosen === undefined ? undefined : { label: this.#chosen };
  }

  set value(value) {
    this.#chosen = value === undefined || value === null ? undefined : labelOf(value);
    this.#mark();
    this.changed(false);
  }

  get _submittableValue() {
    return this.value;
  }

  get isAnswered() {
    return this.#chosen !== undefined;
  }

  get control() {
    return /** @type {HTMLInputElement | null} */ (
      this.root.querySelector(".options input:checked") ?? this.root.querySelector(".options input")
    );
  }

  start() {
    this.part_(".options").addEventListener("change", (event) => {
      this.#chosen = /** @type {HTMLInputElement} */ (event.target).value;
      this.changed();
    });
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

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.control?.focus(options);
  }

  #arrange() {
    const regions = slotRegions(this, REGIONS);
    this.#panel.update(regions, this.querySelector(":scope > full-instructions")?.getAttribute("header"));
    this.part_(".target").hidden = !regions.has("classification-target");
  }

  /** @returns {string[]} */
  #parsed() {
    try {
      this.part_(".broken").hidden = true;
      return parseList(this.getAttribute("categories")).map(labelOf);
    } catch (error) {
      this.part_(".broken").hidden = false;
      this.part_(".broken").textContent =
        `The categories attribute of this crowd-classifier is not a list: ${/** @type {Error} */ (error).message}.`;
      return [];
    }
  }

  update() {
    const header = this.getAttribute("header") ?? "";
    this.part_(".header").textContent = header;
    this.part_(".header").hidden = header === "";
    const categories = this.categories;
    const state = JSON.stringify(categories);
    if (state !== this.#drawn) fillOptions(this.part_(".options"), categories);
    this.#drawn = state;
    if (this.#chosen !== undefined && !categories.includes(this.#chosen)) this.#chosen = undefined;
    this.part_(".options").toggleAttribute("disabled", this.isOff);
    this.#mark();
    this.syncFormValue();
    this.refreshValidity();
  }

  #mark() {
    for (const input of this.root.querySelectorAll(".options input")) {
      const radio = /** @type {HTMLInputElement} */ (input);
      radio.checked = radio.value === this.#chosen;
    }
  }

  /** A hotkey was pressed somewhere on the page. @param {string} key @returns {boolean} whether it meant a category */
  takeKey(key) {
    const index = key.length === 1 ? KEYS.indexOf(key) : -1;
    const input = /** @type {HTMLInputElement | undefined} */ (this.root.querySelectorAll(".options input")[index]);
    if (index < 0 || !input || this.isOff) return false;
    input.focus({ preventScroll: true });
    input.click();
    return true;
  }

  complaint() {
    return this.isAnswered ? "" : "Please choose a category.";
  }

  restoreDefault() {
    this.#chosen = undefined;
    this.#mark();
  }
}

reflect(CrowdClassifier, { strings: ["header"] });
