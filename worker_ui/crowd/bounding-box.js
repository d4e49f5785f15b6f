// @ts-check
/**
 * `<crowd-bounding-box>`: rectangles around things in an image.
 * Answer: `{name: {boundingBoxes: [{height, label, left, top, width}], inputImageProperties: {height, width}}}` in pixels of the
 * image (A2I_FACTS J2 [D]).
 */
import { BOX } from "./shapes/kinds.js";
import { ShapeAnnotator } from "./shapes/shape-annotator.js";

export class CrowdBoundingBox extends ShapeAnnotator {
  static kind = BOX;
}
