// @ts-check
/**
 * `<crowd-polyline>`: lines of any number of corners on an image; they may cross themselves.
 * Answer: `{name: {polylines: [{label, vertices: [{x, y}]}], inputImageProperties: {height, width}}}` in pixels of the
 * image (A2I_FACTS J2 [D]).
 */
import { POLYLINE } from "./shapes/kinds.js";
import { ShapeAnnotator } from "./shapes/shape-annotator.js";

export class CrowdPolyline extends ShapeAnnotator {
  static kind = POLYLINE;
}
