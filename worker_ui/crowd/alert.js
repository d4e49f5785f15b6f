// @ts-check
/**
 * `<crowd-alert>`: a message; `type` is info (default), success, error or warning; `dismissible` lets the worker
 * close it [D].
 */
import { CrowdElement, announce, reflect, sheet } from "./base.js";
import { drawIcon, glyph } from "./icons.js";
import { BUTTON_SHEET } from "./styles.js";

const ALERT_SHEET = sheet(`
  :host { display: block; margin-block: var(--a2i-space-3); --tone: var(--a2i-info); --ground: var(--a2i-info-soft);
    --ink: var(--a2i-info-text); }
  :host([type="success"]) { --tone: var(--a2i-success); --ground: var(--a2i-success-soft);
    --ink: var(--a2i-success-text); }
  :host([type="error"]) { --tone: var(--a2i-danger); --ground: var(--a2i-danger-soft); --ink: var(--a2i-danger-text); }
  :host([type="warning"]) { --tone: var(--a2i-warning); --ground: var(--a2i-warning-soft);
    --ink: var(--a2i-warning-text); }
  .alert { display: flex; align-items: flex-start; gap: var(--a2i-space-3);
    padding: var(--a2i-space-3) var(--a2i-space-4); border-inline-start: 4px solid var(--tone);
    border-radius: var(--a2i-radius-sm); background: var(--ground); color: var(--ink); }
  .mark { display: inline-flex; padding-block: 2px; color: var(--tone); }
  .text { flex: 1; min-inline-size: 0; }
  .close { margin: -10px -12px -10px 0; }
`);

export class CrowdAlert extends CrowdElement {
  static sheets = [BUTTON_SHEET, ALERT_SHEET];
  static template = `
    <div class="alert" part="alert">
      <span class="mark"></span><div class="text"><slot></slot></div>
      <button type="button" class="button icon close" aria-label="Dismiss" hidden>${glyph("close")}</button>
    </div>`;
  static observedAttributes = ["type", "dismissible"];

  start() {
    this.part_(".close").addEventListener("click", () => {
      this.hidden = true;
      announce(this, "dismiss");
    });
  }

  update() {
    const type = this.getAttribute("type") || "info";
    this.part_(".alert").setAttribute("role", type === "error" || type === "warning" ? "alert" : "status");
    drawIcon(this.part_(".mark"), type);
    this.part_(".close").hidden = !this.hasAttribute("dismissible");
  }
}

reflect(CrowdAlert, { strings: ["type"], booleans: ["dismissible"] });
