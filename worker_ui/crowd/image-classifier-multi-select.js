// @ts-check
/**
 * `<crowd-image-classifier-multi-select>`: choose any number of categories for the image in `src`. Answer:
 * `{name: {"labels": ["…"]}}` (A2I_FACTS J2 [D]), with `workerComment` if one was given [D: the region is among its
 * child elements].
 */
import { CrowdClassifierMultiSelect } from "./classifier-multi-select.js";
import { forImage } from "./image-target.js";

export class CrowdImageClassifierMultiSelect extends forImage(CrowdClassifierMultiSelect) {}
