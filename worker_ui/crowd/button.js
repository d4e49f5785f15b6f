// @ts-check
/**
 * `<crowd-button>`: `form-action` "submit" or "reset" acts on the crowd-form around it (anything else does nothing);
 * `href` and `target` make it a link; `variant` is primary, normal, link or icon; `icon`, `icon-url`, `icon-align`;
 * `loading` wins over `disabled` [D].
 */
import { reflect, sheet } from "./base.js";
import { drawIcon } from "./icons.js";
import { CrowdPress } from "./press.js";
import { BUTTON_SHEET } from "./styles.js";

const HOST_SHEET = sheet(`
  :host { display: inline-block; vertical-align: middle; margin-block: var(--a2i-space-1); }
  :host([slot="actions"]) { display: inline-flex; margin-block: 0; }
  .button { inline-size: 100%; }
  .mark { display: contents; }
  .mark:empty { display: none; }
  .button.right { flex-direction: row-reverse; }
  .spinner { inline-size: 18px; block-size: 18px; border: 2px solid currentColor;
    border-inline-end-color: transparent; border-radius: 50%; animation: turn 0.8s linear infinite; }
  .button.icon .text { display: none; }
  .button.icon ::slotted(iron-icon) { margin: 0; }
  @keyframes turn { to { rotate: 360deg; } }
  @media (prefers-reduced-motion: reduce) { .spinner { animation: none; } }
`);

export class CrowdButton extends CrowdPress {
  static sheets = [BUTTON_SHEET, HOST_SHEET];
  static observedAttributes = [
    "disabled",
    "loading",
    "variant",
    "icon",
    "icon-url",
    "icon-align",
    "href",
    "target",
    "aria-label",
    "title",
  ];
  static template = "";

  get isBlocked() {
    return this.hasAttribute("disabled") || this.hasAttribute("loading");
  }

  update() {
    const control = this.#ensureControl();
    const variant =
      this.getAttribute("variant") ?? (this.getAttribute("form-action") === "submit" ? "primary" : "normal");
    control.className = `button ${variant} ${this.getAttribute("icon-align") === "right" ? "right" : "left"}`;
    const mark = this.part_(".mark");
    drawIcon(mark, this.getAttribute("icon-url") || this.getAttribute("icon"));
    const isLoading = this.hasAttribute("loading");
    if (isLoading) mark.innerHTML = '<span class="spinner" role="status" aria-label="Loading"></span>';
    this.part_(".text").classList.toggle("visually-hidden", variant === "icon" && mark.childElementCount > 0);
    for (const name of ["aria-label", "title"]) this.#copy(control, name);
    if (control instanceof HTMLButtonElement) control.disabled = this.isBlocked;
    else this.#link(/** @type {HTMLAnchorElement} */ (control));
  }

  /** @param {HTMLElement} control @param {string} name */
  #copy(control, name) {
    const value = this.getAttribute(name);
    if (value === null) control.removeAttribute(name);
    else control.setAttribute(name, value);
  }

  /** @param {HTMLAnchorElement} link */
  #link(link) {
    link.href = this.getAttribute("href") ?? "";
    link.target = this.getAttribute("target") ?? "";
    if (link.target === "_blank") link.rel = "noopener";
    link.setAttribute("aria-disabled", String(this.isBlocked));
  }

  /** @returns {HTMLElement} a button, or a link if there is an href */
  #ensureControl() {
    const tag = this.hasAttribute("href") ? "a" : "button";
    const found = this.root.querySelector(".button");
    if (found instanceof HTMLElement && found.localName === tag) return found;
    const control = document.createElement(tag);
    if (control instanceof HTMLButtonElement) control.type = "button";
    control.setAttribute("part", "button");
    control.innerHTML = '<span class="mark"></span><span class="text"><slot></slot></span>';
    this.root.replaceChildren(control);
    return control;
  }
}

reflect(CrowdButton, { strings: ["variant", "icon-url", "icon-align", "href", "target"], booleans: ["loading"] });
