// @ts-check
/**
 * `<crowd-line>`: straight lines on an image.
 * Answer: `{name: {lines: [{label, vertices: [{x, y}, {x, y}]}], inputImageProperties: {height, width}}}` in pixels of the
 * image (A2I_FACTS J2 [D]).
 */
import { LINE } from "./shapes/kinds.js";
import { ShapeAnnotator } from "./shapes/shape-annotator.js";

export class CrowdLine extends ShapeAnnotator {
  static kind = LINE;
}
