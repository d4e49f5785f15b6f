// @ts-check
/**
 * The labels of an annotation tool: their colours, their hotkeys (1 to 9, then 0), and the group of radio buttons by
 * which one is chosen. Colours are far apart in hue and hold 3:1 against a light and a dark image by the halo that
 * goes with every line. They do not depend on the scheme: they lie on the image, not on the page.
 */
import { sheet } from "../base.js";
import { labelOf } from "../jsonish.js";

export const LABEL_KEYS = "1234567890";

const COLOURS = [
  "#2f7ff0",
  "#f08a1d",
  "#1fa85a",
  "#e0418c",
  "#8a5cf0",
  "#d8b400",
  "#12a5b8",
  "#e5483d",
  "#7a8f00",
  "#b05bc9",
];
const GOLDEN_ANGLE = 137.508;

/** The colour of the label at an index, if the template brings none. @param {number} index */
export const colourAt = (index) =>
  COLOURS[index] ?? `hsl(${Math.round(((index - COLOURS.length) * GOLDEN_ANGLE + 20) % 360)} 68% 48%)`;

export const PALETTE_TEMPLATE = `<fieldset class="palette" role="radiogroup" part="labels" aria-labelledby="labels-name"></fieldset>`;

export const PALETTE_SHEET = sheet(`
  .palette { display: flex; flex-direction: column; gap: var(--a2i-space-1); min-inline-size: 0; margin: 0; padding: 0;
    border: 0; }
  .label { flex: none; display: flex; align-items: center; gap: var(--a2i-space-3);
    min-block-size: var(--a2i-target); padding: var(--a2i-space-1) var(--a2i-space-3); border: 1px solid transparent;
    border-radius: var(--a2i-radius-sm); cursor: pointer; overflow-wrap: anywhere; }
  .label:hover { background: var(--a2i-surface-hover); }
  .label:has(:checked) { background: var(--a2i-surface-selected); border-color: var(--a2i-accent);
    font-weight: var(--a2i-weight-medium); }
  .label:has(:focus-visible) { box-shadow: var(--a2i-focus-ring); }
  .swatch { flex: none; inline-size: 16px; block-size: 16px; border-radius: 4px; background: var(--colour);
    box-shadow: inset 0 0 0 1px rgb(0 0 0 / 0.25); forced-color-adjust: none; }
  .label .swatch { appearance: none; margin: 0; cursor: inherit; }
  .label .swatch:checked { outline: 2px solid var(--a2i-accent); outline-offset: 2px; border-radius: 50%; }
  .label .swatch:focus-visible { box-shadow: inset 0 0 0 1px rgb(0 0 0 / 0.25); }
  .label .name { flex: 1; min-inline-size: 0; }
  .count { min-inline-size: 1.5em; padding-inline: 0.4em; border-radius: var(--a2i-radius-full);
    background: var(--a2i-surface-sunken); color: var(--a2i-text-muted); font-size: var(--a2i-text-xs);
    font-variant-numeric: tabular-nums; line-height: 1.5; text-align: center; }
  .count:empty { display: none; }
  .label kbd { min-inline-size: 24px; padding: 1px 6px; border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius-sm); background: var(--a2i-surface-sunken); color: var(--a2i-text-muted);
    font: var(--a2i-weight-medium) var(--a2i-text-xs) var(--a2i-font-mono); text-align: center; }
  .palette:disabled .label { color: var(--a2i-text-disabled); cursor: not-allowed; }
  @container (max-width: 40rem) { .label kbd { display: none; } }
  @media (hover: none) and (pointer: coarse) { .label kbd { display: none; } }
`);

export class Palette {
  /** @type {string[]} */
  #labels = [];
  /** @type {string[]} */
  #colours = [];
  /** @type {string | undefined} */
  #chosen;
  /** @type {Map<string, number>} */
  #counts = new Map();

  /**
   * @param {HTMLElement} holder the fieldset of PALETTE_TEMPLATE
   * @param {(label: string) => void} picked a person chose a label
   */
  constructor(holder, picked) {
    this.holder = holder;
    holder.addEventListener("change", (event) => {
      event.stopPropagation();
      const label = /** @type {HTMLInputElement} */ (event.target).value;
      this.choose(label);
      picked(label);
    });
  }

  get labels() {
    return this.#labels;
  }

  /** The label that the next shape gets. */
  get chosen() {
    return this.#chosen;
  }

  /**
   * @param {unknown[]} labels texts, or objects that carry one
   * @param {unknown[]} [colours] CSS colours by index; missing ones are made up
   */
  set(labels, colours = []) {
    const names = [...new Set(labels.map(labelOf))];
    this.#colours = names.map((_, index) => usableColour(colours[index]) ?? colourAt(index));
    this.#labels = names;
    if (this.#chosen === undefined || !names.includes(this.#chosen)) this.#chosen = names[0];
    this.holder.replaceChildren(...names.map((name, index) => labelRow(name, index, this.colourOf(name))));
    this.#mark();
    this.count(this.#counts);
  }

  /** @param {string} label @returns {string} a CSS colour */
  colourOf(label) {
    return this.#colours[this.#labels.indexOf(label)] ?? "#8a8f98";
  }

  /** @param {string | undefined} label */
  choose(label) {
    this.#chosen = label;
    this.#mark();
  }

  /** The label of a hotkey. @param {string} key @returns {string | undefined} */
  labelFor(key) {
    const index = key.length === 1 ? LABEL_KEYS.indexOf(key) : -1;
    return index < 0 ? undefined : this.#labels[index];
  }

  /** Show how often each label is in use. @param {Map<string, number>} counts */
  count(counts) {
    this.#counts = counts;
    for (const row of this.holder.children) {
      const number = counts.get(/** @type {HTMLElement} */ (row).dataset.label ?? "") ?? 0;
      const text = number ? String(number) : "";
      const cell = /** @type {HTMLElement} */ (row.querySelector(".count"));
      if (cell.textContent !== text) cell.textContent = text;
    }
  }

  #mark() {
    for (const input of this.holder.querySelectorAll("input")) input.checked = input.value === this.#chosen;
  }
}

/** @param {unknown} colour @returns {string | undefined} */
function usableColour(colour) {
  return typeof colour === "string" && CSS.supports("color", colour) ? colour : undefined;
}

/** @param {string} name @param {number} index @param {string} colour */
function labelRow(name, index, colour) {
  const row = document.createElement("label");
  row.className = "label";
  row.dataset.label = name;
  row.style.setProperty("--colour", colour);
  const radio = { type: "radio", name: "label", value: name, className: "swatch" };
  const input = Object.assign(document.createElement("input"), radio);
  const text = Object.assign(document.createElement("span"), { className: "name", textContent: name });
  const count = Object.assign(document.createElement("span"), { className: "count" });
  row.append(input, text, count);
  const key = LABEL_KEYS[index];
  if (key === undefined) return row;
  input.setAttribute("aria-keyshortcuts", key);
  const badge = Object.assign(document.createElement("kbd"), { textContent: key });
  badge.setAttribute("aria-hidden", "true");
  row.append(badge);
  return row;
}
