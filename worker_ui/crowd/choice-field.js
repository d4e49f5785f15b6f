// @ts-check
/**
 * What crowd-checkbox, crowd-radio-button and crowd-toggle-button share: on or off, answered as `{value or "on":
 * boolean}`, off included (A2I_FACTS J2 [D]). The `checked` attribute is the default that a reset returns to; the
 * `checked` property is the state.
 */
import { reflect } from "./base.js";
import { CrowdField } from "./field.js";
import { choice } from "./serialise.js";
import { CHOICE_SHEET, FIELD_SHEET } from "./styles.js";

export class CrowdChoice extends CrowdField {
  static sheets = [FIELD_SHEET, CHOICE_SHEET];
  static observedAttributes = ["checked", "disabled", "required", "value", "name", "aria-label", "invalid"];
  #isDirty = false;

  /** Marks elements whose answers of one name merge. */
  get isChoice() {
    return true;
  }

  /** @returns {HTMLInputElement} */
  get control() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector("input"));
  }

  get checked() {
    return this.control.checked;
  }

  set checked(isOn) {
    this.#isDirty = true;
    this.control.checked = Boolean(isOn);
    this.changed(false);
  }

  get _submittableValue() {
    return choice(this.getAttribute("value") ?? "", this.checked);
  }

  /** @returns {unknown} */
  get draft() {
    return this.checked;
  }

  set draft(state) {
    this.checked = state === true;
  }

  start() {
    this.control.addEventListener("change", () => {
      this.#isDirty = true;
      this.changed();
    });
    this.addEventListener("click", (event) => event.composedPath()[0] === this && this.#switch());
  }

  /** The element itself was clicked, not its control: by a label around it or by a script. */
  #switch() {
    const isOn = this.control.type === "radio" || !this.checked;
    if (this.isOff || isOn === this.checked) return;
    this.#isDirty = true;
    this.control.checked = isOn;
    this.changed();
  }

  update() {
    const control = this.control;
    if (!this.#isDirty) control.checked = this.hasAttribute("checked");
    control.disabled = this.isOff;
    control.required = this.hasAttribute("required");
    const outer = [...(this.labels ?? [])].map((node) => node.textContent?.trim()).join(" ");
    const name =
      this.getAttribute("aria-label") || outer || (this.textContent?.trim() ? "" : (this.getAttribute("name") ?? ""));
    if (name) control.setAttribute("aria-label", name);
    else control.removeAttribute("aria-label");
    this.syncFormValue();
    this.refreshValidity();
  }

  restoreDefault() {
    this.#isDirty = false;
    this.update();
  }
}

reflect(CrowdChoice, { strings: ["value"] });
