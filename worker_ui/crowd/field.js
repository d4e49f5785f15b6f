// @ts-check
/**
 * What all answering elements share: they are form-associated (ElementInternals carries value and validity, so labels,
 * fieldsets, FormData and reset work), they show their own message, and they say what they submit by
 * `_submittableValue`.
 *
 * A message is shown only after a person has had the chance to be wrong: on `validate()`, which the form calls at
 * submit, or while typing when `auto-validate` is set. Once shown it disappears as soon as the value is right.
 */
import { CrowdElement, announce, reflect } from "./base.js";
import { FIELD_SHEET } from "./styles.js";

export class CrowdField extends CrowdElement {
  static formAssociated = true;
  static delegatesFocus = true;
  static sheets = [FIELD_SHEET];
  #isComplaining = false;
  /** @type {boolean} */
  #isDisabledByFieldset = false;
  #customMessage = "";

  constructor() {
    super();
    this.internals = this.attachInternals();
  }

  /** The inner native control that the person works with. @returns {HTMLElement | null} */
  get control() {
    return this.root.querySelector("input, textarea");
  }

  get form() {
    return this.internals.form;
  }

  get labels() {
    return this.internals.labels;
  }

  get validity() {
    return this.internals.validity;
  }

  get validationMessage() {
    return this.internals.validationMessage;
  }

  get willValidate() {
    return this.internals.willValidate;
  }

  /** Whether the element is off, by its own attribute or by a fieldset around it. */
  get isOff() {
    return this.hasAttribute("disabled") || this.#isDisabledByFieldset;
  }

  /** What the form submits for this element; undefined means nothing. @returns {unknown} */
  get _submittableValue() {
    return undefined;
  }

  /** What a draft keeps of it; undefined is nothing to keep. Setting it brings the state back. @returns {unknown} */
  get draft() {
    return /** @type {{value?: unknown}} */ (/** @type {unknown} */ (this)).value;
  }

  set draft(state) {
    /** @type {{value?: unknown}} */ (/** @type {unknown} */ (this)).value = state;
  }

  /** What is wrong with the value now; "" means nothing. @returns {string} */
  complaint() {
    return "";
  }

  checkValidity() {
    this.refreshValidity();
    return this.internals.checkValidity();
  }

  reportValidity() {
    return this.validate();
  }

  /** @param {string} message an own complaint of the page's script; "" takes it back */
  setCustomValidity(message) {
    this.#customMessage = String(message);
    this.refreshValidity();
  }

  /**
   * Check the value and show what is wrong.
   * @returns {boolean} whether the value may be submitted
   */
  validate() {
    this.#isComplaining = true;
    this.refreshValidity();
    return !this.internals.willValidate || this.internals.validity.valid;
  }

  /** Bring ElementInternals and the visible message in line with the value. */
  refreshValidity() {
    const message = this.#customMessage || this.complaint();
    const anchor = this.control ?? undefined;
    if (message) this.internals.setValidity({ customError: true }, message, anchor);
    else this.internals.setValidity({});
    this.showMessage(this.#isComplaining && !this.isOff ? message : "");
  }

  /** @param {string} message "" hides it */
  showMessage(message) {
    const line = this.root.querySelector(".message");
    if (!(line instanceof HTMLElement)) return;
    if (line.textContent !== message) line.textContent = message;
    line.hidden = message === "";
    this.control?.toggleAttribute("aria-invalid", false);
    if (message) this.control?.setAttribute("aria-invalid", "true");
  }

  /** From now on mistakes are shown while typing. */
  startComplaining() {
    this.#isComplaining = true;
  }

  /**
   * The person changed the value: the platform learns of it and a `change` reaches the page. @param {boolean} [isFinal]
   */
  changed(isFinal = true) {
    this.syncFormValue();
    this.refreshValidity();
    if (isFinal) announce(this, "change", { value: this._submittableValue });
  }

  /** Hand the value to the platform's FormData. */
  syncFormValue() {
    const value = this._submittableValue;
    if (value === undefined) this.internals.setFormValue(null);
    else this.internals.setFormValue(typeof value === "object" ? JSON.stringify(value) : String(value));
  }

  /** @param {boolean} isDisabled called by the browser */
  formDisabledCallback(isDisabled) {
    this.#isDisabledByFieldset = isDisabled && !this.hasAttribute("disabled");
    this.update();
  }

  formResetCallback() {
    this.#isComplaining = false;
    this.restoreDefault();
    this.syncFormValue();
    this.refreshValidity();
  }

  /** Put the value back to what the attributes say. */
  restoreDefault() {}
}

reflect(CrowdField, { strings: ["name"], booleans: ["disabled", "required"] });
