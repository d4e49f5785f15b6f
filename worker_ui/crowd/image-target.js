// @ts-check
/**
 * What the two image classifiers share beyond the categories: the image with its overlay, and the worker's comment.
 */
import { reflect, sheet } from "./base.js";
import { categoryTemplate } from "./category-field.js";
import { ImageView, IMAGE_VIEW_SHEET, IMAGE_VIEW_TEMPLATE } from "./image-view.js";
import { OVERLAY_SHEET, OVERLAY_TEMPLATE, Overlay } from "./overlay.js";
import { PANEL_REGIONS } from "./panel.js";
import { COMMENT_SHEET, COMMENT_TEMPLATE, WorkerComment } from "./worker-comment.js";

const LAYOUT_SHEET = sheet(`.target { padding: 0; border: 0; background: none; overflow: visible; }`);

/**
 * @template {typeof import("./classifier.js").CrowdClassifier
 *   | typeof import("./classifier-multi-select.js").CrowdClassifierMultiSelect} B
 * @param {B} Base a classifier
 * @returns {B} the same for an image
 */
export function forImage(Base) {
  const role = Base.isMultiple ? "group" : "radiogroup";
  const element = class extends /** @type {any} */ (Base) {
    static template = categoryTemplate(`${IMAGE_VIEW_TEMPLATE}${OVERLAY_TEMPLATE}`, role, COMMENT_TEMPLATE);
    static sheets = [...Base.sheets, IMAGE_VIEW_SHEET, OVERLAY_SHEET, COMMENT_SHEET, LAYOUT_SHEET];
    static observedAttributes = [...Base.observedAttributes, "src", "overlay"];
    static regions = [...PANEL_REGIONS, "worker-comment"];

    #view = new ImageView(this.root);
    #overlay = new Overlay(this.root, this.#view);
    #comment = new WorkerComment(this.root);

    /** The answer so far, with `workerComment` if one was given. */
    get value() {
      return super.value && { ...super.value, ...this.#comment.answer };
    }

    set value(value) {
      this.#comment.take(value);
      super.value = value;
    }

    start() {
      super.start();
      this.#view.start();
      this.#overlay.start();
      this.#comment.start(() => this.changed());
    }

    /** @param {Set<string>} regions */
    arranged(regions) {
      this.#comment.arrange(regions.has("worker-comment") ? this.querySelector(":scope > worker-comment") : null);
    }

    update() {
      super.update();
      this.#view.show(this.getAttribute("src") ?? "", this.getAttribute("header") ?? "");
      this.#overlay.show(this.getAttribute("overlay"));
    }

    restoreDefault() {
      super.restoreDefault();
      this.#comment.take(null);
    }
  };
  reflect(element, { strings: ["src", "overlay"] });
  return /** @type {any} */ (element);
}
