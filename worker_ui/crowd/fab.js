// @ts-check
/**
 * `<crowd-fab>`: a floating round button. `icon`, or `label` with a single character; a longer label shows an
 * ellipsis; `title` is the tool tip [D].
 */
import { reflect, sheet } from "./base.js";
import { drawIcon } from "./icons.js";
import { ROUND_SHEET } from "./icon-button.js";
import { CrowdPress } from "./press.js";
import { BUTTON_SHEET } from "./styles.js";

const FAB_SHEET = sheet(`
  .button { inline-size: 56px; block-size: 56px; padding: 0; border-radius: 50%; border-color: transparent;
    background: var(--a2i-accent); color: var(--a2i-accent-on);
    box-shadow: var(--a2i-shadow-3); font-size: var(--a2i-text-lg); }
  .button:hover { background: var(--a2i-accent-hover); border-color: transparent; }
  .button:focus-visible { box-shadow: var(--a2i-focus-ring); }
`);

export class CrowdFab extends CrowdPress {
  static sheets = [BUTTON_SHEET, ROUND_SHEET, FAB_SHEET];
  static observedAttributes = ["disabled", "icon", "label", "title", "aria-label"];
  static template = '<button type="button" class="button" part="button"></button><slot></slot>';

  update() {
    const button = /** @type {HTMLButtonElement} */ (this.part_(".button"));
    const label = this.getAttribute("label") ?? "";
    const icon = this.getAttribute("icon");
    drawIcon(button, icon || (label === "" ? "unknown" : null));
    if (!icon && label !== "") button.textContent = [...label].length === 1 ? label : "…";
    button.disabled = this.isBlocked;
    button.title = this.getAttribute("title") ?? "";
    button.setAttribute(
      "aria-label",
      this.getAttribute("aria-label") || this.getAttribute("title") || label || icon || "Button",
    );
  }
}

reflect(CrowdFab, { strings: ["label"] });
