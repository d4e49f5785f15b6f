// @ts-check
/**
 * `<iron-icon icon="search">`: Polymer's icon element, used inside crowd-button in AWS's reference and in public
 * templates (A2I_FACTS K.10 [O]).
 */
import { CrowdElement, reflect, sheet } from "./base.js";
import { drawIcon } from "./icons.js";

const ICON_SHEET = sheet(`
  :host { display: inline-flex; vertical-align: middle; inline-size: 24px; block-size: 24px; }
  .glyph { inline-size: 100%; block-size: 100%; fill: none; stroke: currentColor; stroke-width: 2;
    stroke-linecap: round; stroke-linejoin: round; }
  .mark { display: contents; }
`);

export class IronIcon extends CrowdElement {
  static sheets = [ICON_SHEET];
  static template = '<span class="mark"></span><slot></slot>';
  static observedAttributes = ["icon", "src"];

  update() {
    drawIcon(this.part_(".mark"), this.getAttribute("src") || this.getAttribute("icon"));
  }
}

reflect(IronIcon, { strings: ["icon", "src"] });
