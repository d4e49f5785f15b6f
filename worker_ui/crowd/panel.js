// @ts-check
/**
 * The instructions of a task: the short ones in a panel beside the work (above it, folded, on a narrow page), the
 * full ones in a window that the panel opens. crowd-form and the widgets draw the same panel in their own shadow roots.
 */
import { sheet } from "./base.js";
import { dialogTemplate, openDialog, wireDialog, DIALOG_SHEET } from "./dialog.js";
import { glyph } from "./icons.js";

export const PANEL_REGIONS = Object.freeze(["short-instructions", "full-instructions"]);

/** The class awsui-app-layout__navigation is there because public templates set its width (A2I_FACTS K.9 [O]). */
export const PANEL_TEMPLATE = `
  <aside class="panel awsui-app-layout__navigation" part="instructions" aria-label="Instructions" hidden>
    <div class="panel-inner">
      <div class="panel-head">
        <p class="name" role="heading" aria-level="2">Instructions</p>
        <button type="button" class="button icon fold" aria-controls="panel-body" aria-label="Instructions">${glyph("chevron")}</button>
      </div>
      <div class="panel-body" id="panel-body">
        <slot name="short-instructions"></slot>
        <button type="button" class="button full" hidden>View full instructions</button>
      </div>
    </div>
  </aside>
  ${dialogTemplate('<slot name="full-instructions"></slot>')}`;

const LAYOUT = `
  .with-panel { display: grid; grid-template-columns: minmax(0, 1fr); }
  .with-panel:has(> .panel:not([hidden])) { grid-template-columns: auto minmax(0, 1fr); }
  .panel { inline-size: 17.5rem; border-inline-end: 1px solid var(--a2i-line); background: var(--a2i-surface);
    font-size: var(--a2i-text-sm); }
  .panel-inner { position: sticky; inset-block-start: 0; max-block-size: 100dvh; overflow: auto; }
  .panel-head { display: flex; align-items: center; justify-content: space-between; gap: var(--a2i-space-2);
    padding: var(--a2i-space-3) var(--a2i-space-3) var(--a2i-space-1) var(--a2i-space-5); }
  .panel-head .name { margin: 0; font-size: var(--a2i-text-xs); font-weight: var(--a2i-weight-bold);
    letter-spacing: 0.06em; text-transform: uppercase; color: var(--a2i-text-muted); }
  .panel-body { display: flex; flex-direction: column; align-items: flex-start; gap: var(--a2i-space-4);
    padding: var(--a2i-space-1) var(--a2i-space-5) var(--a2i-space-5); }
  .panel-body ::slotted(*) { max-inline-size: 100%; overflow-wrap: anywhere; }
  .panel-body .full { font-size: var(--a2i-text-sm); }
  .fold .glyph { transition: rotate var(--a2i-fast) var(--a2i-ease); rotate: 90deg; }
  .fold[aria-expanded="false"] .glyph { rotate: -90deg; }
  .panel[data-fold="closed"] { inline-size: auto; }
  .panel[data-fold="closed"] .panel-body, .panel[data-fold="closed"] .name { display: none; }
  .panel[data-fold="closed"] .panel-head { padding-inline: var(--a2i-space-1); }
  @container (max-width: 46rem) {
    .with-panel, .with-panel:has(> .panel:not([hidden])) { grid-template-columns: minmax(0, 1fr); }
    .panel, .panel[data-fold="closed"] { inline-size: auto !important; border-inline-end: 0;
      border-block-end: 1px solid var(--a2i-line); }
    .panel .panel-head, .panel[data-fold="closed"] .panel-head {
      padding: var(--a2i-space-1) var(--a2i-space-2) var(--a2i-space-1) var(--a2i-space-4); }
    .panel[data-fold="closed"] .name { display: block; }
    .panel-inner { position: static; max-block-size: none; }
    .panel-body { padding-inline: var(--a2i-space-4); }
    .panel:not([data-fold="open"]) .panel-body { display: none; }
    .fold .glyph { rotate: 180deg; }
    .fold[aria-expanded="false"] .glyph { rotate: 0deg; }
  }
`;

/** Layout and window together. */
export const PANEL_SHEET = sheet(LAYOUT + DIALOG_SHEET.css);

/**
 * Drives the panel in a shadow root made from PANEL_TEMPLATE. Whether the width has folded it is looked up when its size
 * is observed to change, not when it is filled: asking then would lay out the page once for each panel.
 */
export class InstructionsPanel {
  /** @param {ShadowRoot} root */
  constructor(root) {
    this.panel = /** @type {HTMLElement} */ (root.querySelector(".panel"));
    this.fold = /** @type {HTMLElement} */ (root.querySelector(".fold"));
    this.body = /** @type {HTMLElement} */ (root.querySelector(".panel-body"));
    this.full = /** @type {HTMLElement} */ (root.querySelector(".full"));
    this.dialog = /** @type {HTMLDialogElement} */ (root.querySelector("dialog"));
    wireDialog(this.dialog);
    this.fold.addEventListener("click", () => this.#toggle());
    this.full.addEventListener("click", () => openDialog(this.dialog, this.full));
    new ResizeObserver(() => this.#sync()).observe(this.panel);
  }

  /**
   * Show what there is.
   * @param {Set<string>} regions present ones
   * @param {string | null | undefined} header of the full instructions
   */
  update(regions, header) {
    const [hasShort, hasFull] = PANEL_REGIONS.map((name) => regions.has(name));
    this.panel.hidden = !hasShort && !hasFull;
    this.full.hidden = !hasFull;
    const title = this.dialog.querySelector(".title");
    if (title) title.textContent = header || "Instructions";
  }

  #isOpen() {
    return this.body.checkVisibility();
  }

  #toggle() {
    this.panel.dataset.fold = this.#isOpen() ? "closed" : "open";
    this.#sync();
  }

  #sync() {
    this.fold.setAttribute("aria-expanded", String(this.#isOpen()));
  }
}
