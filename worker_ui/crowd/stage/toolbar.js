// @ts-check
/**
 * A row of buttons that is one stop for Tab; the arrow keys go from button to button, Home and End to its ends. A
 * button is a tool (one of them is on) or an action.
 */
import { sheet } from "../base.js";
import { glyph } from "../icons.js";

/**
 * @typedef {object} Button
 * @property {string} id
 * @property {string} title what it does
 * @property {string} icon
 * @property {string} [key] the hotkey as it is shown: "D", "Ctrl+Z"
 * @property {boolean} [isTool] of all tools one is on
 * @property {boolean} [isToggle] it stays on until it is pressed again
 */

/** What every annotation tool has. @type {Button} */
export const PAN = { id: "pan", title: "Move the view", icon: "pan", key: "H", isTool: true };
/** @type {Button[]} */
export const HISTORY = [
  { id: "undo", title: "Undo", icon: "undo", key: "Ctrl+Z" },
  { id: "redo", title: "Redo", icon: "redo", key: "Ctrl+Y" },
];
/** @type {Button[]} */
export const ZOOM = [
  { id: "zoom-out", title: "Zoom out", icon: "zoom-out", key: "-" },
  { id: "fit", title: "Show the whole image", icon: "", key: "F" },
  { id: "zoom-in", title: "Zoom in", icon: "zoom-in", key: "+" },
];

export const TOOLBAR_SHEET = sheet(`
  .toolbar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--a2i-space-1);
    padding: var(--a2i-space-1); border: 1px solid var(--a2i-line); border-radius: var(--a2i-radius);
    background: var(--a2i-surface); }
  .group { display: flex; align-items: center; gap: 2px; }
  .group + .group { padding-inline-start: var(--a2i-space-1); border-inline-start: 1px solid var(--a2i-line); }
  .group:last-child { margin-inline-start: auto; }
  .tool { display: inline-grid; place-content: center; inline-size: 40px; block-size: 40px; padding: 0;
    border: 1px solid transparent; border-radius: var(--a2i-radius-sm); background: none; color: var(--a2i-text);
    cursor: pointer; }
  .tool.wide { inline-size: auto; min-inline-size: 58px; padding-inline: var(--a2i-space-1);
    font-size: var(--a2i-text-sm); font-variant-numeric: tabular-nums; }
  .tool:hover { background: var(--a2i-surface-hover); }
  .tool[aria-pressed="true"] { background: var(--a2i-surface-selected); border-color: var(--a2i-accent);
    color: var(--a2i-accent-text); }
  .tool[aria-disabled="true"] { color: var(--a2i-text-disabled); background: none; cursor: default; }
  @container (max-width: 28rem) {
    .toolbar { justify-content: space-between; }
    .group + .group { padding: 0; border: 0; }
    .group:last-child { margin-inline: auto; }
  }
  @media (pointer: coarse) { .tool { inline-size: var(--a2i-target); block-size: var(--a2i-target); } }
`);

export class Toolbar {
  /**
   * @param {HTMLElement} holder
   * @param {Button[][]} groups
   * @param {(id: string) => void} pressed
   */
  constructor(holder, groups, pressed) {
    this.holder = holder;
    this.pressed = pressed;
    holder.setAttribute("role", "toolbar");
    holder.replaceChildren(...groups.map((buttons) => group(buttons)));
    holder.addEventListener("click", (event) => this.#click(event));
    holder.addEventListener("keydown", (event) => this.#steer(event));
    this.#buttons()[0]?.setAttribute("tabindex", "0");
  }

  /** @returns {HTMLElement[]} */
  #buttons() {
    return [...this.holder.querySelectorAll("button")];
  }

  /** @param {string} id @returns {HTMLElement | undefined} */
  button(id) {
    return this.#buttons().find((button) => button.dataset.id === id);
  }

  /** Turn a tool on and the others off. @param {string} id */
  choose(id) {
    for (const button of this.#buttons())
      if (button.hasAttribute("data-tool")) button.setAttribute("aria-pressed", String(button.dataset.id === id));
  }

  /** @param {string} id @param {boolean} isOn */
  toggle(id, isOn) {
    this.button(id)?.setAttribute("aria-pressed", String(isOn));
  }

  /** A button that can do nothing now stays where the keyboard finds it. @param {string} id @param {boolean} isAble */
  enable(id, isAble) {
    this.button(id)?.setAttribute("aria-disabled", String(!isAble));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.#stop(button);
    this.pressed(button.dataset.id ?? "");
  }

  /** @param {KeyboardEvent} event */
  #steer(event) {
    const buttons = this.#buttons();
    const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    const { length } = buttons;
    /** @type {Record<string, number>} */
    const ways = { ArrowRight: (at + 1) % length, ArrowLeft: (at - 1 + length) % length, Home: 0, End: length - 1 };
    const next = buttons[ways[event.key] ?? -1];
    if (at < 0 || !next) return;
    event.preventDefault();
    this.#stop(next);
    next.focus();
  }

  /** @param {HTMLElement} button */
  #stop(button) {
    for (const each of this.#buttons()) each.setAttribute("tabindex", each === button ? "0" : "-1");
  }
}

/** @param {Button[]} buttons */
function group(buttons) {
  const holder = Object.assign(document.createElement("div"), { className: "group" });
  holder.append(...buttons.map(drawn));
  return holder;
}

/** @param {Button} button */
function drawn({ id, title, icon, key, isTool, isToggle }) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "tool", tabIndex: -1 });
  made.dataset.id = id;
  made.title = key ? `${title} (${key})` : title;
  made.setAttribute("aria-label", title);
  if (key) made.setAttribute("aria-keyshortcuts", key.replace("Ctrl", "Control"));
  if (isTool) made.setAttribute("data-tool", "");
  if (isTool || isToggle) made.setAttribute("aria-pressed", "false");
  if (icon) made.innerHTML = glyph(icon);
  else made.classList.add("wide");
  return made;
}
