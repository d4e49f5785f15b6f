// @ts-check
/**
 * `<crowd-toast>`: a note that appears for `duration` milliseconds (default 3000; 0 keeps it) when `opened`; `text`
 * or its content is shown. Only one is visible at a time [D].
 */
import { CrowdElement, reflect, sheet } from "./base.js";

const DEFAULT_MILLISECONDS = 3000;

const TOAST_SHEET = sheet(`
  :host { position: fixed; inset-block-end: var(--a2i-space-6); inset-inline-start: var(--a2i-space-6);
    z-index: var(--a2i-layer-toast); display: none;
    max-inline-size: min(32rem, calc(100vw - 2 * var(--a2i-space-6))); }
  :host([opened]) { display: block; animation: rise var(--a2i-slow) var(--a2i-ease); }
  .toast { padding: var(--a2i-space-3) var(--a2i-space-5); border-radius: var(--a2i-radius);
    background: var(--a2i-surface-inverse); color: var(--a2i-text-inverse); box-shadow: var(--a2i-shadow-3); }
  @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
  @media (max-width: 40rem) { :host { inset-block-end: 5.5rem; } }
  @media (prefers-reduced-motion: reduce) { :host([opened]) { animation: none; } }
`);

/** @type {CrowdToast | null} */
let visible = null;

export class CrowdToast extends CrowdElement {
  static sheets = [TOAST_SHEET];
  static template = '<div class="toast" part="toast" role="status"><span class="text"></span><slot></slot></div>';
  static observedAttributes = ["duration", "text", "opened"];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {{text?: string, duration?: number} | string} [options] */
  show(options = {}) {
    const { text, duration } = typeof options === "string" ? { text: options, duration: undefined } : options;
    if (text !== undefined) this.setAttribute("text", text);
    if (duration !== undefined) this.setAttribute("duration", String(duration));
    this.toggleAttribute("opened", true);
  }

  hide() {
    this.toggleAttribute("opened", false);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    if (visible === this) visible = null;
  }

  update() {
    this.part_(".text").textContent = this.getAttribute("text");
    clearTimeout(this.#timer);
    if (!this.hasAttribute("opened")) return;
    if (visible !== this) visible?.hide();
    visible = this;
    const duration = Number(this.getAttribute("duration") ?? DEFAULT_MILLISECONDS);
    if (duration > 0) this.#timer = setTimeout(() => this.hide(), duration);
  }
}

reflect(CrowdToast, { strings: ["duration", "text"], booleans: ["opened"] });
