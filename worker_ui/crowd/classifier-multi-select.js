// @ts-check
/**
 * `<crowd-classifier-multi-select>`: choose any number of categories. Answer: `{name: {"labels": ["…"]}}`, in the
 * order of `categories` (A2I_FACTS J2 [D]).
 *
 * `exclusion-category="{ text: 'None of the above' }"` adds a choice that takes back all others. Chosen, it answers
 * with an empty list [I: the reference says that labels are values "defined in the categories attribute"].
 */
import { CategoryField, categoryTemplate } from "./category-field.js";
import { labelOf } from "./jsonish.js";

export class CrowdClassifierMultiSelect extends CategoryField {
  static template = categoryTemplate('<slot name="classification-target"></slot>', "group");
  static isMultiple = true;

  /** The answer so far. @returns {{labels: string[]} | undefined} */
  get value() {
    return this.isAnswered ? { labels: [...this.chosen_] } : undefined;
  }

  set value(value) {
    const labels = labelsOf(value);
    this.choose_(labels ?? [], labels?.length === 0);
  }

  get _submittableValue() {
    return this.value;
  }
}

/**
 * @param {unknown} value `{labels: […]}`, a list, one label, or nothing
 * @returns {string[] | undefined} undefined if nothing is chosen, an empty list for the exclusion category
 */
export function labelsOf(value) {
  if (value === undefined || value === null) return undefined;
  const { labels = value } = /** @type {{labels?: unknown}} */ (value);
  return (Array.isArray(labels) ? labels : [labels]).map(labelOf);
}
