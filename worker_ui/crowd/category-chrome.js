// @ts-check
/** What every classifier draws: the target, and the categories as large rows with their hotkeys. */
import { sheet } from "./base.js";
import { KEYS } from "./hotkeys.js";

export const CATEGORY_SHEET = sheet(`
  :host { display: block; container-type: inline-size; margin-block: 0; background: var(--a2i-surface);
    border: 1px solid var(--a2i-line); border-radius: var(--a2i-radius-lg);
    box-shadow: var(--a2i-shadow-1); overflow: clip; }
  .panel { background: var(--a2i-surface-sunken); }
  .main { padding: var(--a2i-space-6); min-inline-size: 0; }
  .header { margin: 0 0 var(--a2i-space-5); font-size: var(--a2i-text-xl); font-weight: var(--a2i-weight-bold);
    line-height: var(--a2i-leading-tight); text-wrap: balance; }
  .columns { display: grid; gap: var(--a2i-space-6); grid-template-columns: minmax(0, 1fr) minmax(15rem, 22rem);
    align-items: start; }
  .columns:has(> .target[hidden]) { grid-template-columns: minmax(0, 1fr); }
  .target { padding: var(--a2i-space-5); border: 1px solid var(--a2i-line); border-radius: var(--a2i-radius);
    background: var(--a2i-surface-raised); overflow-wrap: anywhere;
    font-size: var(--a2i-text-lg); overflow-x: auto; }
  .side { position: sticky; inset-block-start: var(--a2i-space-4); }
  .options { display: flex; flex-direction: column; gap: var(--a2i-space-2); min-inline-size: 0; margin: 0;
    padding: 0; border: 0; }
  .option { display: flex; align-items: center; gap: var(--a2i-space-3); min-block-size: 52px;
    padding: var(--a2i-space-2) var(--a2i-space-3); border: 1px solid var(--a2i-line-strong);
    border-radius: var(--a2i-radius); background: var(--a2i-surface); cursor: pointer; overflow-wrap: anywhere;
    transition: background-color var(--a2i-fast) var(--a2i-ease), border-color var(--a2i-fast) var(--a2i-ease); }
  .option:hover { background: var(--a2i-surface-hover); border-color: var(--a2i-accent); }
  .option:has(:checked) { background: var(--a2i-surface-selected); border-color: var(--a2i-accent);
    box-shadow: inset 0 0 0 1px var(--a2i-accent); font-weight: var(--a2i-weight-medium); }
  .option:has(:focus-visible) { box-shadow: var(--a2i-focus-ring); }
  .option input { flex: none; inline-size: 20px; block-size: 20px; margin: 0; accent-color: var(--a2i-accent);
    cursor: inherit; }
  .option input:focus-visible { box-shadow: none; }
  .option .name { flex: 1; }
  .option.exclusion { margin-block-start: var(--a2i-space-2); border-style: dashed; }
  .option.exclusion:has(:checked) { border-style: solid; }
  .option kbd { min-inline-size: 26px; padding: 2px 6px; border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius-sm); background: var(--a2i-surface-sunken);
    color: var(--a2i-text-muted); font: var(--a2i-weight-medium) var(--a2i-text-xs) var(--a2i-font-mono);
      text-align: center; text-transform: uppercase; }
  .options:disabled .option { color: var(--a2i-text-disabled); background: var(--a2i-surface-sunken);
    border-color: var(--a2i-line); cursor: not-allowed; }
  .options:has([aria-invalid]) .option { border-color: var(--a2i-danger); }
  .message { margin: var(--a2i-space-3) 0 0; color: var(--a2i-danger-text); font-size: var(--a2i-text-sm);
    font-weight: var(--a2i-weight-medium); }
  .broken { padding: var(--a2i-space-3) var(--a2i-space-4); border-radius: var(--a2i-radius-sm);
    background: var(--a2i-danger-soft); color: var(--a2i-danger-text); }
  @container (max-width: 62rem) { .columns { grid-template-columns: minmax(0, 1fr); } .side { position: static; } }
  @container (min-width: 46rem) and (max-width: 62rem) { .options { display: grid;
    grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); } }
  @container (max-width: 40rem) { .main { padding: var(--a2i-space-4); } .target { padding: var(--a2i-space-4); } }
  @media (hover: none) and (pointer: coarse) { .option kbd { display: none; } }
`);

/**
 * @typedef {object} Option
 * @property {string} text what the row says and the input's value
 * @property {boolean} [isExclusion] whether it stands for "none of these"
 */

/**
 * One row for each category.
 * @param {HTMLElement} holder
 * @param {Option[]} options
 * @param {"radio" | "checkbox"} type
 */
export function fillOptions(holder, options, type) {
  holder.replaceChildren(...options.map((option, index) => optionRow(option, index, type)));
}

/** @param {Option} option @param {number} index @param {string} type */
function optionRow({ text, isExclusion = false }, index, type) {
  const row = document.createElement("label");
  row.className = isExclusion ? "option exclusion" : "option";
  row.setAttribute("part", "option");
  const input = Object.assign(document.createElement("input"), { type, name: "category", value: text });
  input.toggleAttribute("data-exclusion", isExclusion);
  const name = Object.assign(document.createElement("span"), { className: "name", textContent: text });
  row.append(input, name);
  const key = KEYS[index];
  if (key === undefined) return row;
  input.setAttribute("aria-keyshortcuts", key);
  const badge = Object.assign(document.createElement("kbd"), { textContent: key });
  badge.setAttribute("aria-hidden", "true");
  row.append(badge);
  return row;
}
