// @ts-check
/**
 * `<crowd-slider-label position="3">…</crowd-slider-label>`: a text below the place of a crowd-slider that it names
 * (A2I_FACTS K.10 [O]). A press on it chooses that value.
 */
import { CrowdElement, reflect, sheet } from "./base.js";

const LABEL_SHEET = sheet(`
  :host { position: absolute; inset-block-start: 0; inset-inline-start: calc(12px + var(--place, 0) * (100% - 24px));
    --begins: clamp(0, 1 - 8 * var(--place, 0), 1); --ends: clamp(0, 8 * var(--place, 0) - 7, 1);
    --away: calc(-50% + (var(--begins) - var(--ends)) * max(0px, 50% - 12px));
    translate: var(--away) 0; max-inline-size: 9em; color: var(--a2i-text-muted); font-size: var(--a2i-text-xs);
    line-height: var(--a2i-leading-tight); text-align: center; cursor: pointer; }
  :host(:dir(rtl)) { translate: calc(-1 * var(--away)) 0; }
`);

export class CrowdSliderLabel extends CrowdElement {
  static sheets = [LABEL_SHEET];
  static observedAttributes = ["position"];

  /** @returns {import("./slider.js").CrowdSlider | null} */
  get slider() {
    return this.closest("crowd-slider");
  }

  start() {
    this.addEventListener("click", () => this.slider?.choose?.(Number(this.position)));
  }

  update() {
    this.slider?.placeLabels?.();
  }
}

reflect(CrowdSliderLabel, { strings: ["position"] });
