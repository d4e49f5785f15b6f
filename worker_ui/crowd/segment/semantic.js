// @ts-check
/**
 * `<crowd-semantic-segmentation>`: which class each pixel belongs to. Answer: `{name: {inputImageProperties,
 * labelMappings: {label: {color}}, labeledImage: {pngImageData}}}`, and `initialValueModified` when there was an
 * initial value (A2I_FACTS J2 [D]).
 *
 * `labelMappings` names every label on offer [I: the guide's sample names them all]. The colour of a label is that of
 * the initial value, else of `label-colors`, else the next free one.
 */
import { annotatorTemplate } from "../stage/chrome.js";
import { freeColour, hexOf } from "./colours.js";
import { CrowdPainter } from "./painter.js";
import { SETTINGS_TEMPLATE } from "./painter-chrome.js";

export class CrowdSemanticSegmentation extends CrowdPainter {
  static template = annotatorTemplate(SETTINGS_TEMPLATE);

  /** The labels by region, from 1 on; one that is no longer on offer leaves a gap. @type {(string | undefined)[]} */
  #regions = [];
  /** @type {Map<string, string>} */
  #colours = new Map();

  labelsChanged() {
    const { labels } = this.palette;
    this.#regions.forEach((label, index) => {
      if (label === undefined || labels.includes(label)) return;
      this.#regions[index] = undefined;
      this.#forget(index + 1);
    });
    for (const label of labels) if (!this.#regions.includes(label)) this.#regions.push(label);
    this.#paintLabels();
  }

  /** A label left: what was painted with it leaves too, and cannot come back. @param {number} region */
  #forget(region) {
    this.clearRegion(region, "Label removed");
    this.history.clear();
  }

  /** Give every label its colour, in the palette as on the image. */
  #paintLabels() {
    const { labels } = this.palette;
    const given = this.hasAttribute("label-colors") ? labels.map((label) => hexOf(this.palette.colourOf(label))) : [];
    for (const label of [...this.#colours.keys()]) if (!labels.includes(label)) this.#colours.delete(label);
    labels.forEach((label, index) => {
      const taken = new Set(this.#colours.values());
      const wanted = given[index];
      if (!this.#colours.has(label)) this.#colours.set(label, wanted && !taken.has(wanted) ? wanted : freeColour(taken));
    });
    this.palette.set(
      labels,
      labels.map((label) => this.#colours.get(label)),
    );
    this.regionsChanged();
  }

  get regionColours() {
    return this.#regions.map((label) => this.#colours.get(label ?? ""));
  }

  currentRegion() {
    const { chosen } = this.palette;
    return chosen === undefined ? 0 : this.#regions.indexOf(chosen) + 1;
  }

  labelPicked() {
    if (this.tool === "eraser" || this.tool === "pan") this.chooseTool("brush");
    this.stage.redraw("live");
  }

  /** @param {Record<string, any>} value */
  adoptRegions(value) {
    for (const [label, mapping] of Object.entries(value.labelMappings ?? {})) {
      const colour = hexOf(mapping?.color ?? mapping);
      if (colour && this.#regions.includes(label)) this.#colours.set(label, colour);
    }
    this.#paintLabels();
    return this.regionColours.map((colour) => colour ?? "#ffffff");
  }

  answerParts() {
    const mappings = this.palette.labels.map((label) => [label, { color: this.#colours.get(label) }]);
    const parts = { labelMappings: Object.fromEntries(mappings) };
    return this.isModified === undefined ? parts : { ...parts, initialValueModified: this.isModified };
  }
}
