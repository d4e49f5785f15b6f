// @ts-check
/**
 * `<crowd-image-classifier>`: choose one category for the image in `src`; `overlay` shows annotations of an earlier
 * task on it, `<worker-comment>` asks for a comment. Answer: `{name: {"label": "…"}}`, with `workerComment` only if one
 * was given (A2I_FACTS J2 [D]).
 */
import { CrowdClassifier } from "./classifier.js";
import { forImage } from "./image-target.js";

export class CrowdImageClassifier extends forImage(CrowdClassifier) {}
