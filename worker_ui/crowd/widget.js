// @ts-check
/**
 * What the widgets share that fill a page: the instructions panel, a header, the hotkeys, and a place that says which
 * attribute cannot be read.
 *
 * A broken attribute never breaks the page: the widget starts with what there is and names the mend.
 */
import { reflect, slotRegions } from "./base.js";
import { CATEGORY_SHEET } from "./category-chrome.js";
import { CrowdField } from "./field.js";
import { listenForKeys, stopListening } from "./hotkeys.js";
import { InstructionsPanel, PANEL_REGIONS, PANEL_SHEET, PANEL_TEMPLATE } from "./panel.js";
import { BUTTON_SHEET } from "./styles.js";

/** @param {string} main markup of the work itself */
export const widgetTemplate = (main) => `
  <div class="frame with-panel" part="frame">
    ${PANEL_TEMPLATE}
    <div class="main">
      <h2 class="header" id="header" part="header" hidden></h2>
      <p class="broken" role="alert" hidden></p>
      ${main}
      <slot></slot>
    </div>
  </div>`;

export const WIDGET_SHEETS = Object.freeze([BUTTON_SHEET, PANEL_SHEET, CATEGORY_SHEET]);

export class CrowdWidget extends CrowdField {
  static delegatesFocus = false;
  static sheets = [...WIDGET_SHEETS];
  /** @type {readonly string[]} regions of the element, in the light DOM */
  static regions = PANEL_REGIONS;
  #panel = new InstructionsPanel(this.root);
  #observer = new MutationObserver(() => this.arrange());
  /** @type {Map<string, string>} */
  #broken = new Map();

  /** Whether a worker has answered; hotkeys go to widgets that still wait. @returns {boolean} */
  get isAnswered() {
    return false;
  }

  connected() {
    this.arrange();
    this.#observer.observe(this, { childList: true });
    listenForKeys(this);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    stopListening(this);
  }

  /** Put the regions where they belong. */
  arrange() {
    const regions = slotRegions(this, /** @type {typeof CrowdWidget} */ (this.constructor).regions);
    this.#panel.update(regions, this.querySelector(":scope > full-instructions")?.getAttribute("header"));
    this.arranged(regions);
  }

  /** Runs when regions came or went. @param {Set<string>} _regions the present ones */
  arranged(_regions) {}

  /** Show the `header` attribute. */
  drawHeader() {
    const header = this.getAttribute("header") ?? "";
    this.part_(".header").textContent = header;
    this.part_(".header").hidden = header === "";
  }

  /**
   * Read an attribute that carries JSON, or nearly.
   * @template T
   * @param {string} name
   * @param {(text: string) => T} parse throws what is wrong
   * @param {T} fallback when it is missing or broken
   * @returns {T}
   */
  readAttribute(name, parse, fallback) {
    const text = this.getAttribute(name)?.trim() ?? "";
    this.#broken.delete(name);
    try {
      return text === "" ? fallback : parse(text);
    } catch (error) {
      this.#broken.set(name, /** @type {Error} */ (error).message);
      return fallback;
    } finally {
      this.#tellBroken();
    }
  }

  #tellBroken() {
    const line = this.part_(".broken");
    const parts = [...this.#broken].map(([name, problem]) => `The ${name} attribute cannot be read: ${problem}.`);
    line.textContent = parts.join(" ");
    line.hidden = parts.length === 0;
  }

  /** A hotkey was pressed somewhere on the page. @param {string} _key @returns {boolean} whether it meant something */
  takeKey(_key) {
    return false;
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.control?.focus(options);
  }
}

reflect(CrowdWidget, { strings: ["header"] });
