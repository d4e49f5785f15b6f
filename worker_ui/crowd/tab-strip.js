// @ts-check
/**
 * A row of tabs, as crowd-tabs and crowd-instructions draw it: arrow keys, Home and End move and choose; one tab stop.
 */
import { sheet } from "./base.js";

export const TAB_SHEET = sheet(`
  .tabs { display: flex; gap: var(--a2i-space-1); overflow-x: auto; border-block-end: 1px solid var(--a2i-line); }
  [role="tab"] { flex: none; min-block-size: var(--a2i-target); padding: var(--a2i-space-2) var(--a2i-space-4);
    border: 0; border-block-end: 3px solid transparent;
    border-radius: var(--a2i-radius-sm) var(--a2i-radius-sm) 0 0; background: none; color: var(--a2i-text-muted);
      font-weight: var(--a2i-weight-medium); cursor: pointer; }
  [role="tab"]:hover { background: var(--a2i-surface-hover); color: var(--a2i-text); }
  [role="tab"][aria-selected="true"] { border-block-end-color: var(--a2i-accent); color: var(--a2i-accent-text); }
  [role="tab"]:focus-visible { box-shadow: inset 0 0 0 2px var(--a2i-focus); }
  @media (forced-colors: active) {
    [role="tab"] { border-block-end-color: Canvas; }
    [role="tab"][aria-selected="true"] { border-block-end-color: Highlight; }
    [role="tab"]:focus-visible { outline-offset: -3px; }
  }
`);

export class TabStrip {
  /**
   * @param {HTMLElement} strip the element with role=tablist
   * @param {(index: number) => void} onSelect
   */
  constructor(strip, onSelect) {
    this.strip = strip;
    this.onSelect = onSelect;
    this.selected = 0;
    strip.addEventListener("keydown", (event) => this.#key(event));
    strip.addEventListener("click", (event) => {
      const index = this.#tabs().indexOf(
        /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("[role=tab]")),
      );
      if (index >= 0) this.select(index);
    });
  }

  #tabs() {
    return /** @type {HTMLElement[]} */ ([...this.strip.children]);
  }

  /** Draw one tab for each title. @param {string[]} titles */
  draw(titles) {
    const tabs = this.#tabs();
    if (tabs.map((tab) => tab.textContent).join("\u0000") !== titles.join("\u0000"))
      this.strip.replaceChildren(...titles.map(tabButton));
    this.select(Math.max(0, Math.min(this.selected, titles.length - 1)), false);
  }

  /** @param {number} index @param {boolean} [hasFocus] */
  select(index, hasFocus = false) {
    this.selected = index;
    this.#tabs().forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === index));
      tab.tabIndex = place === index ? 0 : -1;
    });
    if (hasFocus) this.#tabs()[index]?.focus();
    this.onSelect(index);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#tabs().length;
    const goals = new Map([
      ["ArrowRight", (this.selected + 1) % count],
      ["ArrowLeft", (this.selected + count - 1) % count],
      ["Home", 0],
      ["End", count - 1],
    ]);
    const goal = goals.get(event.key);
    if (goal === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.select(goal, true);
  }
}

/** @param {string} title */
function tabButton(title) {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.setAttribute("role", "tab");
  tab.setAttribute("part", "tab");
  tab.textContent = title;
  return tab;
}
