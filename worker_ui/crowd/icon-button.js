// @ts-check
/** `<crowd-icon-button>`: a round button with an icon and a ripple. `icon` is a name or an image's address [D]. */
import { sheet } from "./base.js";
import { drawIcon } from "./icons.js";
import { CrowdPress } from "./press.js";
import { BUTTON_SHEET } from "./styles.js";

export const ROUND_SHEET = sheet(`
  :host { display: inline-block; vertical-align: middle; }
  .button { position: relative; overflow: hidden; }
  .button::after { content: ""; position: absolute; inset: 0; border-radius: 50%; background: currentColor;
    opacity: 0; scale: 0; }
  .button:active::after { opacity: 0.16; scale: 1; transition: scale var(--a2i-slow) var(--a2i-ease); }
  @media (prefers-reduced-motion: reduce) { .button:active::after { transition: none; } }
`);

export class CrowdIconButton extends CrowdPress {
  static sheets = [BUTTON_SHEET, ROUND_SHEET];
  static observedAttributes = ["disabled", "icon", "title", "aria-label"];
  static template = '<button type="button" class="button icon" part="button"></button><slot></slot>';

  update() {
    const button = /** @type {HTMLButtonElement} */ (this.part_(".button"));
    drawIcon(button, this.getAttribute("icon") || "unknown");
    button.disabled = this.isBlocked;
    button.title = this.getAttribute("title") ?? "";
    button.setAttribute(
      "aria-label",
      this.getAttribute("aria-label") || this.getAttribute("title") || this.getAttribute("icon") || "Button",
    );
  }
}
