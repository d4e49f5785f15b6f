// @ts-check
/**
 * `<crowd-classifier>`: choose one category for whatever stands in `<classification-target>`.
 * Answer: `{name: {"label": "…"}}` (A2I_FACTS J2 [D]).
 */
import { CategoryField, categoryTemplate } from "./category-field.js";
import { labelOf } from "./jsonish.js";

export class CrowdClassifier extends CategoryField {
  static template = categoryTemplate('<slot name="classification-target"></slot>');

  /** The answer so far. @returns {{label: string} | undefined} */
  get value() {
    const label = this.chosen_[0];
    return label === undefined ? undefined : { label };
  }

  set value(value) {
    this.choose_(value === undefined || value === null ? [] : [labelOf(value)]);
  }

  get _submittableValue() {
    return this.value;
  }
}
