// @ts-check
/** `<crowd-checkbox>`. `required` wants it checked. Boxes of one name merge into one object (A2I_FACTS J2 [D]). */
import { CrowdChoice } from "./choice-field.js";

export class CrowdCheckbox extends CrowdChoice {
  static template = `
    <label class="choice" part="label"><input type="checkbox" part="box" aria-describedby="message"><span><slot></slot></span></label>
    <p class="message" id="message" part="error" role="alert" hidden></p>`;

  complaint() {
    return this.hasAttribute("required") && !this.checked
      ? this.getAttribute("error-message") || "Please tick this box."
      : "";
  }
}
