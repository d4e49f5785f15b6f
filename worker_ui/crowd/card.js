// @ts-check
/** `<crowd-card>`: a raised box with an optional `heading` and `image` [D]. */
import { CrowdElement, reflect, sheet } from "./base.js";

const CARD_SHEET = sheet(`
  :host { display: inline-block; max-inline-size: 100%; border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius); background: var(--a2i-surface-raised); box-shadow: var(--a2i-shadow-2);
    overflow: hidden; }
  img { display: block; inline-size: 100%; }
  .heading { margin: 0; font-weight: var(--a2i-weight-bold); padding: var(--a2i-space-4) var(--a2i-space-4) 0;
    font-size: var(--a2i-text-lg); line-height: var(--a2i-leading-tight); }
`);

export class CrowdCard extends CrowdElement {
  static sheets = [CARD_SHEET];
  static template =
    '<img part="image" alt="" hidden><p class="heading" role="heading" aria-level="3" part="heading" hidden></p><slot></slot>';
  static observedAttributes = ["heading", "image"];

  update() {
    const image = /** @type {HTMLImageElement} */ (this.part_("img"));
    const heading = this.part_(".heading");
    const source = this.getAttribute("image");
    image.hidden = !source;
    if (source) image.src = source;
    heading.textContent = this.getAttribute("heading");
    heading.hidden = !this.getAttribute("heading");
  }
}

reflect(CrowdCard, { strings: ["heading", "image"] });
