// @ts-check
/**
 * `<crowd-keypoint>`: points on an image.
 * Answer: `{name: {keypoints: [{label, x, y}], inputImageProperties: {height, width}}}` in pixels of the
 * image (A2I_FACTS J2 [D]).
 */
import { KEYPOINT } from "./shapes/kinds.js";
import { ShapeAnnotator } from "./shapes/shape-annotator.js";

export class CrowdKeypoint extends ShapeAnnotator {
  static kind = KEYPOINT;
}
