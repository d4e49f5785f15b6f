// @ts-check
/**
 * `<crowd-radio-button>`. Exclusive only within a crowd-radio-group; outside, buttons of one name give one object
 * with a boolean each [D]. `required` is documented as not supported and is not enforced [D].
 */
import { CrowdChoice } from "./choice-field.js";

export class CrowdRadioButton extends CrowdChoice {
  static template = `<label class="choice" part="label"><input type="radio" part="dot"><span><slot></slot></span></label>`;

  /** @returns {import("./radio-group.js").CrowdRadioGroup | null} */
  get group() {
    return this.closest("crowd-radio-group");
  }

  changed(isFinal = true) {
    if (this.checked) this.group?.keepOnly?.(this);
    super.changed(isFinal);
    this.group?.rove?.();
  }

  update() {
    super.update();
    this.group?.rove?.();
  }

  connected() {
    this.group?.rove?.();
  }
}
