// @ts-check
/** What crowd-entity-annotation draws: the text, the labels as large rows with their hotkeys, and what is labelled. */
import { sheet } from "./base.js";
import { KEYS } from "./hotkeys.js";
import { glyph } from "./icons.js";
import { widgetTemplate } from "./widget.js";

/** @typedef {import("./entity-model.js").Label} Label */

export const ENTITY_TEMPLATE = widgetTemplate(`
  <div class="columns">
    <div class="work-side">
      <div class="bar">
        <p class="hint" id="hint" role="status">Select a passage, then press its label.</p>
        <button type="button" class="button icon undo" aria-label="Undo" title="Undo (Ctrl+Z)">${glyph("undo")}</button>
        <button type="button" class="button icon redo" aria-label="Redo" title="Redo (Ctrl+Y)">${glyph("redo")}</button>
      </div>
      <div class="text" part="text" role="textbox" aria-multiline="true" aria-readonly="true" aria-label="Text to label"
        aria-describedby="hint" tabindex="0" contenteditable="true" inputmode="none" spellcheck="false"
        autocapitalize="off" translate="no"></div>
    </div>
    <div class="side">
      <div class="labels" part="labels" role="group" aria-label="Labels"></div>
      <details class="given" open>
        <summary>Labelled passages <span class="count">0</span></summary>
        <ol class="list" part="list"></ol>
      </details>
    </div>
  </div>
  <p class="message" id="message" part="error" role="alert" hidden></p>`);

export const ENTITY_SHEET = sheet(`
  :host([data-own-form]) { overflow: visible; border: 0; border-radius: 0; background: none; box-shadow: none; }
  :host([data-own-form]) .frame { overflow: clip; border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius-lg); background: var(--a2i-surface); box-shadow: var(--a2i-shadow-1); }
  .work-side { min-inline-size: 0; }
  .bar { display: flex; align-items: center; gap: var(--a2i-space-1); margin-block-end: var(--a2i-space-2); }
  .hint { flex: 1; margin: 0; color: var(--a2i-text-muted); font-size: var(--a2i-text-sm); }
  .hint[data-kind="error"] { color: var(--a2i-danger-text); font-weight: var(--a2i-weight-medium); }
  .text { max-block-size: 42rem; overflow: auto; padding: var(--a2i-space-4) var(--a2i-space-5);
    border: 1px solid var(--a2i-line-strong); border-radius: var(--a2i-radius); background: var(--a2i-surface-raised);
    font-size: var(--a2i-text-lg); line-height: 2; white-space: pre-wrap; overflow-wrap: anywhere; cursor: text;
    caret-color: var(--a2i-accent); }
  .text ::selection, .text::selection { background: color-mix(in srgb, var(--a2i-accent) 35%, transparent); }
  .text.long .line { content-visibility: auto; contain-intrinsic-block-size: auto 2em; }
  mark { padding-block: 2px; border-radius: 3px 3px 0 0; color: inherit;
    background: color-mix(in srgb, var(--label) 22%, transparent); }
  .tag { display: inline-flex; align-items: center; gap: 2px; margin-inline: 3px; padding-inline-start: 6px;
    border-radius: var(--a2i-radius-sm); background: color-mix(in srgb, var(--label) 22%, var(--a2i-surface));
    border: 1px solid var(--label); font-size: var(--a2i-text-xs); font-weight: var(--a2i-weight-bold);
    line-height: 22px; white-space: nowrap; vertical-align: 1px; user-select: none; cursor: default; }
  .tag.current { outline: 2px solid var(--a2i-focus); outline-offset: 1px; }
  .tag button { inline-size: 24px; block-size: 24px; padding: 0; border: 0; border-radius: var(--a2i-radius-sm);
    background: none; color: inherit; font-size: 16px; line-height: 1; cursor: pointer; }
  .tag button:hover { background: color-mix(in srgb, var(--label) 40%, transparent); }
  .labels { display: flex; flex-direction: column; gap: var(--a2i-space-2); }
  button.option { inline-size: 100%; min-block-size: var(--a2i-target); text-align: start; }
  button.option[aria-pressed="true"] { background: var(--a2i-surface-selected); border-color: var(--a2i-accent);
    box-shadow: inset 0 0 0 1px var(--a2i-accent); font-weight: var(--a2i-weight-medium); }
  button.option:focus-visible { box-shadow: var(--a2i-focus-ring); }
  button.option:disabled { color: var(--a2i-text-disabled); cursor: not-allowed; }
  .swatch { flex: none; inline-size: 14px; block-size: 14px; border-radius: 4px; background: var(--label); }
  .given { margin-block-start: var(--a2i-space-5); }
  summary { min-block-size: var(--a2i-target); display: flex; align-items: center; gap: var(--a2i-space-2);
    border-radius: var(--a2i-radius-sm); font-weight: var(--a2i-weight-medium); cursor: pointer; }
  .count { padding: 0 8px; border-radius: var(--a2i-radius-full); background: var(--a2i-surface-sunken);
    color: var(--a2i-text-muted); font-size: var(--a2i-text-sm); }
  .list { max-block-size: 22rem; margin: 0; padding: 2px; overflow: auto; list-style: none; }
  .list li { display: flex; align-items: center; gap: var(--a2i-space-1); content-visibility: auto;
    contain-intrinsic-block-size: auto 44px; }
  .list .pick { flex: 1; display: flex; align-items: center; gap: var(--a2i-space-2); min-inline-size: 0;
    min-block-size: 40px; padding: 0 var(--a2i-space-2); border: 0; border-radius: var(--a2i-radius-sm);
    background: none; font-size: var(--a2i-text-sm); text-align: start; cursor: pointer; }
  .list .pick:hover, .list li.current .pick { background: var(--a2i-surface-hover); }
  .list .passage { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .list .kind { flex: none; max-inline-size: 45%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
    color: var(--a2i-text-muted); }
  .list .button.icon { inline-size: 40px; min-block-size: 40px; }
  @container (max-width: 62rem) {
    .columns { display: flex; flex-direction: column-reverse; align-items: stretch; gap: var(--a2i-space-4); }
    .side { display: contents; }
    .labels { position: sticky; inset-block-start: 0; z-index: 1; flex-flow: row wrap; order: 1;
      padding-block: var(--a2i-space-2); background: var(--a2i-surface); }
    .work-side { order: 0; }
    .given { order: -1; margin-block-start: 0; }
    button.option { inline-size: auto; flex: 0 1 auto; padding-inline: var(--a2i-space-3); }
  }
`);

/**
 * One button for each label.
 * @param {HTMLElement} holder
 * @param {Label[]} labels
 */
export function fillLabels(holder, labels) {
  holder.replaceChildren(...labels.map(labelButton));
}

/** @param {Label} label @param {number} index */
function labelButton(label, index) {
  const button = made("button", "option");
  button.setAttribute("type", "button");
  button.setAttribute("part", "option");
  button.setAttribute("aria-pressed", "false");
  button.style.setProperty("--label", label.colour);
  button.append(made("span", "swatch"), made("span", "name", label.full));
  const key = KEYS[index];
  if (key === undefined) return button;
  button.setAttribute("aria-keyshortcuts", key);
  const badge = made("kbd", "", key);
  badge.setAttribute("aria-hidden", "true");
  button.append(badge);
  return button;
}

/**
 * A row of the list of passages.
 * @param {string} passage
 * @param {Label} label
 */
export function passageRow(passage, label) {
  const row = made("li", "");
  const pick = made("button", "pick");
  pick.setAttribute("type", "button");
  pick.style.setProperty("--label", label.colour);
  pick.append(made("span", "swatch"), made("span", "passage", passage), made("span", "kind", label.full));
  const remove = made("button", "button icon remove");
  remove.setAttribute("type", "button");
  remove.setAttribute("aria-label", `Remove ${label.full} from “${passage}”`);
  remove.innerHTML = glyph("close");
  row.append(pick, remove);
  return row;
}

/** @param {string} tag @param {string} className @param {string} [text] */
function made(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
