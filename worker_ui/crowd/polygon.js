// @ts-check
/**
 * `<crowd-polygon>`: polygons around things in an image; the lines of one may not cross.
 * Answer: `{name: {polygons: [{label, vertices: [{x, y}]}], inputImageProperties: {height, width}}}` in pixels of the
 * image (A2I_FACTS J2 [D]).
 */
import { POLYGON } from "./shapes/kinds.js";
import { ShapeAnnotator } from "./shapes/shape-annotator.js";

export class CrowdPolygon extends ShapeAnnotator {
  static kind = POLYGON;
}
