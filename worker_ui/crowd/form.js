// @ts-check
/**
 * `<crowd-form>`: wraps a task, gathers its answers and hands them to the portal.
 *
 * The laws:
 * 1. Children live in a light-DOM `<form>` (A2I_FACTS J1, K.1 [O]), also those that come later; the instruction
 *   regions stay outside it, in the panel. Answers are gathered from everything inside crowd-form.
 * 2. A submit button is added unless a `crowd-button form-action="submit"` is inside [D].
 * 3. Submitting is: check, dispatch `submit`, and unless a listener prevented it, gather, then deliver by
 *   `_submitHelperForm()`, which a page may replace [O]. `submit()` from a script takes the same way, listeners
 * included [O: public apps set `onsubmit` and then call `submit()`]; called from within a submit listener, it
 * overrides that listener's veto.
 * 4. A sandboxed frame may forbid native form submission, so nothing depends on it; where it happens it is caught.
 */
import { CrowdElement, slotRegions } from "./base.js";
import { FORM_TEMPLATE, FORM_SHEET } from "./form-chrome.js";
import { InstructionsPanel, PANEL_REGIONS, PANEL_SHEET } from "./panel.js";
import { isEmbedded, sendAnswers } from "./portal-link.js";
import { catchNativeSubmits } from "./native-submit.js";
import { collectAnswers } from "./serialise.js";
import { BUTTON_SHEET } from "./styles.js";
import { fieldTitle, findComplaints, showField } from "./validation.js";

const PATIENCE_MILLISECONDS = 30_000;
const OWN_PARTS = new Set(["short-instructions", "full-instructions"]);

/** @typedef {"open" | "waiting" | "done"} FormState */

export class CrowdForm extends CrowdElement {
  static template = FORM_TEMPLATE;
  static sheets = [BUTTON_SHEET, PANEL_SHEET, FORM_SHEET];
  static observedAttributes = ["answer-format"];

  /** @type {FormState} */
  #state = "open";
  #isDispatching = false;
  #isForced = false;
  #own = new WeakSet();
  /** @type {HTMLFormElement | null} */
  #form = null;
  #panel = new InstructionsPanel(this.root);
  #observer = new MutationObserver(() => this.arrange());

  /** The light-DOM form around the children. @returns {HTMLFormElement} */
  get form() {
    if (!this.#form) this.arrange();
    return /** @type {HTMLFormElement} */ (this.#form);
  }

  /** @returns {FormState} */
  get state() {
    return this.#state;
  }

  start() {
    catchNativeSubmits(
      this,
      (submitter) => this.#attempt(submitter),
      (event) => this.#own.has(event),
    );
    this.addEventListener("reset", (event) => event.target === this.#form && this.#afterReset());
    this.addEventListener("input", () => this.#say(""));
    this.addEventListener("change", () => this.#say(""));
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
      event.preventDefault();
      this.#attempt(null);
    });
  }

  connected() {
    this.arrange();
    this.#observer.observe(this, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["form-action"],
    });
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** Put children where they belong; runs again whenever something comes or goes. */
  arrange() {
    const form = this.#ensureForm();
    for (const child of [...this.childNodes]) {
      if (child !== form && !this.#staysOutside(child)) form.append(child);
    }
    const regions = slotRegions(this, PANEL_REGIONS);
    this.#panel.update(regions, this.querySelector(":scope > full-instructions")?.getAttribute("header"));
    this.#ensureButton();
  }

  /** @param {Node} node */
  #staysOutside(node) {
    return node instanceof Element && (OWN_PARTS.has(node.localName) || node.hasAttribute("data-crowd-auto"));
  }

  #ensureForm() {
    if (this.#form?.parentNode === this) return this.#form;
    const only = this.children.length === 1 ? this.querySelector(":scope > form") : null;
    const found = this.querySelector(":scope > form[data-crowd-form]") ?? only;
    const form = found instanceof HTMLFormElement ? found : document.createElement("form");
    form.setAttribute("data-crowd-form", "");
    form.noValidate = true;
    for (const name of ["submit", "requestSubmit"])
      Object.defineProperty(form, name, { configurable: true, value: () => this.submit() });
    this.#form = form;
    if (form.parentNode !== this) this.append(form);
    return form;
  }

  #ensureButton() {
    const own = this.querySelector(":scope > [data-crowd-auto]");
    const isThere = this.querySelector("crowd-button[form-action='submit']:not([data-crowd-auto])") !== null;
    if (isThere) own?.remove();
    else if (!own) this.append(autoButton());
    this.part_(".foot").classList.toggle("has-button", !isThere);
  }

  /** Submit as if the worker had pressed the button. */
  submit() {
    if (this.#isDispatching) this.#isForced = true;
    else this.#attempt(null);
  }

  /** Put every field back to its start. */
  reset() {
    HTMLFormElement.prototype.reset.call(this.form);
  }

  /** What would be submitted. @returns {{taskAnswers: string}} the JSON text of a list with one object */
  _serializeForm() {
    return { taskAnswers: JSON.stringify(this.#answers()) };
  }

  #answers() {
    return [collectAnswers(this, { flatten: this.getAttribute("answer-format") === "flatten-objects" })];
  }

  /** @param {HTMLElement | null} submitter */
  #attempt(submitter) {
    if (this.#state !== "open" || this.#isDispatching) return;
    const complaints = findComplaints(this);
    if (complaints.length > 0) this.#refuse(complaints);
    else if (this.#mayGo(submitter)) this._submitHelperForm();
  }

  /** @param {import("./validation.js").Complaint[]} complaints */
  #refuse(complaints) {
    const first = /** @type {import("./validation.js").Complaint} */ (complaints[0]);
    const title = fieldTitle(first.element).replace(/[\s:?!.…]+$/, "");
    const more = complaints.length === 1 ? "" : ` (and ${complaints.length - 1} more)`;
    showField(first.element);
    this.#say(`${title ? `${title}: ` : ""}${first.message}${more}`, "error");
  }

  /** Ask the page's submit listeners. @param {HTMLElement | null} submitter */
  #mayGo(submitter) {
    const native = submitter instanceof HTMLButtonElement || submitter instanceof HTMLInputElement ? submitter : null;
    const event = new SubmitEvent("submit", { bubbles: true, cancelable: true, composed: true, submitter: native });
    this.#own.add(event);
    this.#isDispatching = true;
    this.#isForced = false;
    try {
      this.form.dispatchEvent(event);
    } finally {
      this.#isDispatching = false;
    }
    return this.#isForced || !event.defaultPrevented;
  }

  /** Deliver the answers: to the portal, or, without one, into the page's `#answers-box` (A2I_FACTS J1). */
  _submitHelperForm() {
    let answers;
    try {
      answers = this.#answers();
    } catch (error) {
      this.#say(`The answers cannot be written as JSON: ${/** @type {Error} */ (error).message}`, "error");
      return;
    }
    if (isEmbedded()) this.#deliver(answers);
    else this.#display(answers);
  }

  /** @param {Record<string, unknown>[]} answers */
  async #deliver(answers) {
    this.#turn("waiting");
    this.#say("Sending your answer…", "info");
    const { accepted, message } = await sendAnswers(answers, PATIENCE_MILLISECONDS);
    this.#turn(accepted ? "done" : "open");
    if (accepted) this.part_(".done-note").textContent = message || "Your answer has been submitted.";
    this.#say(accepted ? "" : message || "The answer was not accepted. Please try again.", "error");
  }

  /** @param {Record<string, unknown>[]} answers */
  #display(answers) {
    const box = this.part_("#answers-box");
    this.part_("#answers-box pre").textContent = JSON.stringify(answers, null, 2);
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
  }

  /** @param {FormState} state */
  #turn(state) {
    this.#state = state;
    const isWaiting = state === "waiting";
    this.part_(".work").inert = state !== "open";
    this.part_(".work").hidden = state === "done";
    this.part_(".done").hidden = state !== "done";
    this.toggleAttribute("aria-busy", false);
    if (isWaiting) this.setAttribute("aria-busy", "true");
    for (const button of this.querySelectorAll("crowd-button[form-action='submit']"))
      button.toggleAttribute("loading", isWaiting);
    if (state === "done") this.part_(".done").focus();
  }

  /** @param {string} text @param {"error" | "info"} [kind] */
  #say(text, kind = "info") {
    const line = this.part_(".status");
    if (text === "" && line.hidden) return;
    line.textContent = text;
    line.hidden = text === "";
    line.dataset.kind = kind;
    line.setAttribute("role", kind === "error" ? "alert" : "status");
  }

  #afterReset() {
    this.#say("");
    this.part_("#answers-box").hidden = true;
    for (const field of this.querySelectorAll("*")) {
      const custom = /** @type {{form?: unknown, formResetCallback?: () => void}} */ (/** @type {unknown} */ (field));
      if (custom.form) continue;
      if (typeof custom.formResetCallback === "function") custom.formResetCallback();
      else resetNative(field);
    }
  }

  /** @template {Node} T @param {T} node @returns {T} frameworks add to crowd-form; the form takes it */
  appendChild(node) {
    return node === /** @type {Node} */ (this.#form) || !this.#form || this.#staysOutside(node)
      ? super.appendChild(node)
      : this.#form.appendChild(node);
  }

  /** @template {Node} T @param {T} node @param {Node | null} before @returns {T} */
  insertBefore(node, before) {
    return before && before.parentNode === this.#form
      ? this.form.insertBefore(node, before)
      : super.insertBefore(node, before);
  }

  /** @template {Node} T @param {T} node @returns {T} */
  removeChild(node) {
    return node.parentNode === this.#form && this.#form ? this.#form.removeChild(node) : super.removeChild(node);
  }

  /** @template {Node} T @param {Node} node @param {T} old @returns {T} */
  replaceChild(node, old) {
    return old.parentNode === this.#form && this.#form
      ? this.#form.replaceChild(node, old)
      : super.replaceChild(node, old);
  }
}

/** The button that crowd-form adds. */
function autoButton() {
  const button = document.createElement("crowd-button");
  for (const [name, value] of [
    ["form-action", "submit"],
    ["variant", "primary"],
    ["slot", "actions"],
    ["data-crowd-auto", ""],
  ]) {
    button.setAttribute(name ?? "", value ?? "");
  }
  button.textContent = "Submit";
  return button;
}

/** @param {Element} field a native one outside any form */
function resetNative(field) {
  if (field instanceof HTMLInputElement) {
    field.checked = field.defaultChecked;
    if (field.type !== "file") field.value = field.defaultValue;
  } else if (field instanceof HTMLTextAreaElement) field.value = field.defaultValue;
  else if (field instanceof HTMLSelectElement)
    for (const option of field.options) option.selected = option.defaultSelected;
}
