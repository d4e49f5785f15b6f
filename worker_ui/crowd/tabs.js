// @ts-check
/** `<crowd-tabs>`: shows one of its crowd-tab children at a time. Fields in hidden tabs are submitted too. */
import { CrowdElement, announce, sheet } from "./base.js";
import { TabStrip, TAB_SHEET } from "./tab-strip.js";

const HOST_SHEET = sheet(
  ":host { display: block; margin-block: var(--a2i-space-4); } .pages { padding-block: var(--a2i-space-4); }",
);

export class CrowdTabs extends CrowdElement {
  static sheets = [TAB_SHEET, HOST_SHEET];
  static template =
    '<div class="tabs" role="tablist" part="tabs"></div><div class="pages" part="pages"><slot></slot></div>';

  #strip = new TabStrip(this.part_(".tabs"), (index) => this.#show(index));
  #observer = new MutationObserver(() => this.#draw());

  /** @returns {HTMLElement[]} */
  get tabs() {
    return /** @type {HTMLElement[]} */ ([...this.children].filter((child) => child.localName === "crowd-tab"));
  }

  /** Which tab is open, from 0. */
  get selected() {
    return this.#strip.selected;
  }

  set selected(index) {
    this.#strip.select(Number(index));
  }

  connected() {
    this.#draw();
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, attributeFilter: ["header"] });
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  #draw() {
    this.#strip.draw(this.tabs.map((tab, index) => tab.getAttribute("header") || `Tab ${index + 1}`));
  }

  /** @param {number} index */
  #show(index) {
    const isNew = this.tabs[index]?.hidden === true;
    this.tabs.forEach((tab, place) => {
      tab.hidden = place !== index;
    });
    if (isNew) announce(this, "selected-changed", { selected: index });
  }
}
