// @ts-check
/**
 * What the four classifiers share: categories with hotkeys beside what is to be classified, one message. A subclass
 * says what a choice looks like in the answer (`value`), and whether several may be chosen.
 *
 * A category must be chosen before submitting [I: the reference warns that without an "other" category a worker may
 * be unable to answer; D for crowd-image-classifier-multi-select].
 */
import { fillOptions } from "./category-chrome.js";
import { KEYS } from "./hotkeys.js";
import { labelOf, parseJsonish, parseList } from "./jsonish.js";
import { PANEL_REGIONS } from "./panel.js";
import { CrowdWidget, widgetTemplate } from "./widget.js";

/**
 * @param {string} target markup of what is to be classified
 * @param {string} [role] of the categories: "radiogroup" or "group"
 * @param {string} [below] markup below the categories
 */
export const categoryTemplate = (target, role = "radiogroup", below = "") =>
  widgetTemplate(`
    <div class="columns">
      <div class="target" part="target">${target}</div>
      <div class="side">
        <fieldset class="options" role="${role}" part="options" aria-labelledby="header" aria-describedby="message"></fieldset>
        <p class="message" id="message" part="error" role="alert" hidden></p>
        ${below}
      </div>
    </div>`);

export class CategoryField extends CrowdWidget {
  static observedAttributes = ["categories", "header", "disabled", "name", "exclusion-category"];
  static regions = [...PANEL_REGIONS, "classification-target"];
  /** Whether several categories may be chosen. */
  static isMultiple = false;

  /** The chosen categories, in the order of the rows. @type {string[]} */
  chosen_ = [];
  /** Whether the worker chose "none of these". */
  isExcluded_ = false;
  /** @type {string[] | null} */
  #categories = null;
  #drawn = "";

  get #kind() {
    return /** @type {typeof CategoryField} */ (this.constructor);
  }

  /** The categories on offer. */
  get categories() {
    return this.#categories ?? this.readAttribute("categories", (text) => parseList(text).map(labelOf), []);
  }

  set categories(categories) {
    const list = typeof categories === "string" ? parseList(categories) : [...(categories ?? [])];
    this.#categories = list.map(labelOf);
    this.update();
  }

  /** The text for "none of these"; "" if it is not on offer. */
  get exclusion() {
    return this.#kind.isMultiple ? this.readAttribute("exclusion-category", exclusionText, "") : "";
  }

  get isAnswered() {
    return this.chosen_.length > 0 || this.isExcluded_;
  }

  get control() {
    return /** @type {HTMLInputElement | null} */ (
      this.root.querySelector(".options input:checked") ?? this.root.querySelector(".options input")
    );
  }

  start() {
    this.part_(".options").addEventListener("change", (event) => {
      this.#choose(/** @type {HTMLInputElement} */ (event.target));
      this.changed();
    });
  }

  /** @param {HTMLInputElement} input the one that was pressed */
  #choose(input) {
    const isExclusion = input.hasAttribute("data-exclusion");
    const isMultiple = this.#kind.isMultiple;
    const pressed = isExclusion ? [] : [input.value];
    const others = isExclusion || !isMultiple ? [] : this.chosen_.filter((label) => label !== input.value);
    this.#set([...others, ...(input.checked ? pressed : [])], isExclusion && input.checked);
  }

  /**
   * Choose these categories and no others; unknown ones are passed over.
   * @param {string[]} labels
   * @param {boolean} [isExcluded]
   */
  choose_(labels, isExcluded = false) {
    this.#set(labels, isExcluded && this.exclusion !== "");
    this.changed(false);
  }

  /** @param {string[]} labels @param {boolean} isExcluded */
  #set(labels, isExcluded) {
    const known = this.categories;
    this.chosen_ = known.length === 0 ? labels : known.filter((category) => labels.includes(category));
    this.isExcluded_ = isExcluded;
    this.#mark();
  }

  /** @param {Set<string>} regions */
  arranged(regions) {
    this.part_(".target").hidden = !regions.has("classification-target");
  }

  update() {
    this.drawHeader();
    this.#draw();
    this.#set(this.chosen_, this.isExcluded_ && this.exclusion !== "");
    this.part_(".options").toggleAttribute("disabled", this.isOff);
    this.syncFormValue();
    this.refreshValidity();
  }

  #draw() {
    const exclusion = this.exclusion;
    const options = this.categories.map((text) => ({ text }));
    const all = exclusion === "" ? options : [...options, { text: exclusion, isExclusion: true }];
    const state = JSON.stringify(all);
    if (state !== this.#drawn) fillOptions(this.part_(".options"), all, this.#kind.isMultiple ? "checkbox" : "radio");
    this.#drawn = state;
  }

  #mark() {
    for (const input of this.root.querySelectorAll(".options input")) {
      const box = /** @type {HTMLInputElement} */ (input);
      box.checked = box.hasAttribute("data-exclusion") ? this.isExcluded_ : this.chosen_.includes(box.value);
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
    if (this.isAnswered) return "";
    if (this.categories.length === 0 && this.exclusion === "") return "This task offers no category to choose.";
    return this.#kind.isMultiple ? "Please choose at least one category." : "Please choose a category.";
  }

  restoreDefault() {
    this.chosen_ = [];
    this.isExcluded_ = false;
    this.#mark();
  }
}

/** @param {string} text the attribute: `{ text: 'None of the above' }`, or just the text @returns {string} */
function exclusionText(text) {
  return /^\s*[{["']/.test(text) ? labelOf(parseJsonish(text)) : text.trim();
}
