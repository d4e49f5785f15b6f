// @ts-check
/**
 * `<crowd-badge>`: floats over the top right corner of the element whose id is in `for`, else of its parent. `icon`
 * wins over `label` [D].
 */
import { CrowdElement, reflect, sheet } from "./base.js";
import { drawIcon } from "./icons.js";

const BADGE_SHEET = sheet(`
  :host { position: absolute; inset-block-start: 0; inset-inline-start: 0; z-index: 1; pointer-events: none; }
  .badge { display: inline-grid; place-content: center; min-inline-size: 24px; block-size: 24px; padding-inline: 6px;
    border-radius: var(--a2i-radius-full); background: var(--a2i-accent);
    color: var(--a2i-accent-on); font-size: var(--a2i-text-xs); font-weight: var(--a2i-weight-bold); line-height: 1; }
  .glyph { inline-size: 14px; block-size: 14px; fill: none; stroke: currentColor; stroke-width: 2.5;
    stroke-linecap: round; stroke-linejoin: round; }
`);

export class CrowdBadge extends CrowdElement {
  static sheets = [BADGE_SHEET];
  static template = '<span class="badge" part="badge"></span><slot hidden></slot>';
  static observedAttributes = ["for", "icon", "label"];
  #observer = new ResizeObserver(() => this.#place());

  /** The element it is attached to. @returns {Element | null} */
  get target() {
    const id = this.getAttribute("for");
    const root = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    return (id && root.getElementById ? root.getElementById(id) : null) ?? this.parentElement;
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  update() {
    const badge = this.part_(".badge");
    const icon = this.getAttribute("icon");
    if (icon) drawIcon(badge, icon);
    else badge.textContent = this.getAttribute("label");
    this.#observer.disconnect();
    for (const watched of [this.target, document.body]) if (watched) this.#observer.observe(watched);
    this.#place();
  }

  #place() {
    const target = this.target;
    if (!target) return;
    const corner = target.getBoundingClientRect();
    this.style.translate = "none";
    const here = this.getBoundingClientRect();
    const growth = here.width / parseFloat(getComputedStyle(this).width) || 1;
    const across = (corner.right - here.left - here.width / 2) / growth;
    const up = (corner.top - here.top - here.height / 2) / growth;
    this.style.translate = `${across}px ${up}px`;
  }
}

reflect(CrowdBadge, { strings: ["for", "icon", "label"] });
