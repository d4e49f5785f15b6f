// @ts-check
/**
 * What crowd-input and crowd-text-area share. The rules that the documentation names [D]:
 * - empty fields do not appear in the answer (documented for crowd-input; crowd-text-area the same [G]);
 * - `allowed-pattern` with `auto-validate` ignores characters that do not match while the worker types. A pattern
 *   that no single character can match (like [0-9]{5}) cannot be meant so; it is held against the whole value instead;
 * - `max-length`: input beyond the limit is ignored; `min-length`, `required`: checked at submit; `error-message` is
 *   the text shown.
 */
import { reflect, sheet } from "./base.js";
import { CrowdField } from "./field.js";
import { FIELD_SHEET } from "./styles.js";

const TEXT_SHEET = sheet(`
  .box { position: relative; display: flex; background: var(--a2i-surface); border: 1px solid var(--a2i-line-strong);
    border-radius: var(--a2i-radius-sm);
    transition: border-color var(--a2i-fast) var(--a2i-ease), box-shadow var(--a2i-fast) var(--a2i-ease); }
  .box:hover { border-color: var(--a2i-accent); }
  .box:focus-within { border-color: var(--a2i-accent); box-shadow: 0 0 0 1px var(--a2i-accent); }
  .box:has([aria-invalid="true"]) { border-color: var(--a2i-danger); box-shadow: 0 0 0 1px var(--a2i-danger); }
  .entry { flex: 1; inline-size: 100%; min-inline-size: 0; min-block-size: 52px; padding: 14px var(--a2i-space-3);
    border: 0; border-radius: inherit;
    background: none; color: inherit; font: inherit; resize: none; }
  .entry:focus-visible { box-shadow: none; }
  .labelled .entry { padding-block: 22px 6px; }
  .entry::placeholder { color: var(--a2i-text-muted); opacity: 1; }
  .labelled:not(.raised) .entry::placeholder { opacity: 0; }
  label { position: absolute; inset-inline: var(--a2i-space-3); inset-block-start: 14px;
    color: var(--a2i-text-muted); pointer-events: none;
    white-space: nowrap; overflow: hidden; text-overflow: ellipsis; transform-origin: 0 0;
    transition: transform var(--a2i-fast) var(--a2i-ease); }
  .raised label { transform: translateY(-10px) scale(0.78); inset-inline-end: calc(-1 * var(--a2i-space-6)); }
  .box:focus-within label { color: var(--a2i-accent-text); }
  .required { color: var(--a2i-danger-text); }
  :host(:disabled) .box { background: var(--a2i-surface-sunken); border-color: var(--a2i-line);
    color: var(--a2i-text-disabled); }
  :host(:disabled) .entry { cursor: not-allowed; }
  .foot { display: flex; justify-content: space-between; gap: var(--a2i-space-4); }
  .count { margin-inline-start: auto; margin-block-start: var(--a2i-space-1); color: var(--a2i-text-muted);
    font-size: var(--a2i-text-xs); font-variant-numeric: tabular-nums; }
`);

const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).concat("é", "あ");

/** @param {string} pattern @returns {RegExp | null} null for a pattern that is no regular expression */
function compile(pattern) {
  try {
    return new RegExp(pattern);
  } catch {
    return null;
  }
}

export class CrowdTextField extends CrowdField {
  static sheets = [FIELD_SHEET, TEXT_SHEET];
  static observedAttributes = [
    "label",
    "placeholder",
    "value",
    "disabled",
    "required",
    "max-length",
    "min-length",
    "type",
    "pattern",
    "min",
    "max",
    "step",
    "rows",
    "max-rows",
    "char-counter",
    "allowed-pattern",
    "error-message",
    "autocomplete",
    "readonly",
    "aria-label",
  ];

  #isDirty = false;

  /** @returns {HTMLInputElement | HTMLTextAreaElement} */
  get control() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector(".entry"));
  }

  /** The text in the field. Carriage returns come out as \\n [D]. */
  get value() {
    return this.control.value;
  }

  set value(value) {
    this.#isDirty = true;
    this.control.value = value === null || value === undefined ? "" : String(value);
    this.reflow();
    this.changed(false);
  }

  get _submittableValue() {
    return this.value === "" ? undefined : this.value;
  }

  start() {
    const entry = this.control;
    entry.addEventListener("beforeinput", (event) => this.#filter(/** @type {InputEvent} */ (event)));
    entry.addEventListener("input", () => {
      this.#isDirty = true;
      if (this.hasAttribute("auto-validate")) this.startComplaining();
      this.reflow();
      this.changed(false);
    });
    entry.addEventListener("change", () => this.changed());
    for (const type of ["focus", "blur"]) entry.addEventListener(type, () => this.reflow());
  }

  connected() {
    const wish = this.getAttribute("auto-focus");
    if (wish !== null && wish !== "false") this.#focusSoon();
  }

  /** While crowd-html-elements.js still hides the page, nothing in it can be focused. */
  #focusSoon() {
    const focus = () => document.activeElement === document.body && this.focus();
    if (!document.querySelector("style[data-crowd=veil]")) queueMicrotask(focus);
    else document.addEventListener("all-crowd-elements-ready", () => setTimeout(focus), { once: true });
  }

  update() {
    const entry = this.control;
    if (!this.#isDirty) entry.value = this.getAttribute("value") ?? "";
    entry.disabled = this.isOff;
    entry.required = this.hasAttribute("required");
    const label = this.getAttribute("label") ?? "";
    this.part_("label .text").textContent = label;
    this.part_("label").hidden = label === "";
    this.part_(".required").hidden = !entry.required;
    this.#copy("placeholder", "placeholder");
    this.#copy("max-length", "maxlength");
    this.#copy("autocomplete", "autocomplete");
    this.#copy("readonly", "readonly");
    this.#nameEntry(label);
    this.configure();
    this.reflow();
    this.syncFormValue();
    this.refreshValidity();
  }

  /**
   * Without a label of its own, the field is named by aria-label, a label element or its placeholder. @param {string}
   * label
   */
  #nameEntry(label) {
    const outer = [...(this.labels ?? [])].map((node) => node.textContent?.trim()).join(" ");
    const name =
      this.getAttribute("aria-label") ||
      outer ||
      (label ? "" : this.getAttribute("placeholder") || this.getAttribute("name"));
    if (name) this.control.setAttribute("aria-label", name);
    else this.control.removeAttribute("aria-label");
  }

  /** @param {string} from own attribute @param {string} to the native control's */
  #copy(from, to) {
    const value = this.getAttribute(from);
    if (value === null) this.control.removeAttribute(to);
    else this.control.setAttribute(to, value);
  }

  /** What only one of the two elements has. */
  configure() {}

  /** Float the label, count, grow. */
  reflow() {
    const isRaised = this.value !== "" || this.control.matches(":focus") || this.hasFixedContent;
    const box = this.part_(".box");
    box.classList.toggle("labelled", this.hasAttribute("label"));
    box.classList.toggle("raised", isRaised);
  }

  /** Whether the control draws something even when it is empty (a date's pattern, a file button). */
  get hasFixedContent() {
    return false;
  }

  complaint() {
    const entry = this.control;
    if (this.internals.willValidate === false) return "";
    const native = this.#nativeComplaint(entry);
    return native === "" ? "" : this.getAttribute("error-message") || native;
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} entry */
  #nativeComplaint(entry) {
    if (entry.required && entry.value.trim() === "" && !entry.validity.badInput) return "Please fill in this field.";
    if (entry.value === "") return entry.validity.valid || entry.validity.valueMissing ? "" : entry.validationMessage;
    const shortest = Number(this.getAttribute("min-length") ?? 0);
    if (entry.value.length < shortest)
      return `Please enter at least ${shortest} characters; there are ${entry.value.length}.`;
    const longest = Number(this.getAttribute("max-length") || Infinity);
    if (entry.value.length > longest)
      return `Please enter at most ${longest} characters; there are ${entry.value.length}.`;
    if (this.#breaksWholePattern()) return "Please match the requested format.";
    return entry.validity.valid ? "" : entry.validationMessage;
  }

  #breaksWholePattern() {
    const filter = this.#characterPattern();
    const source = this.getAttribute("allowed-pattern");
    if (source === null || compile(source) === null) return false;
    return filter
      ? [...this.value].some((sign) => sign !== "\n" && !filter.test(sign))
      : !compile(`^(?:${source})$`)?.test(this.value);
  }

  /** The allowed pattern, if it is one for single characters. */
  #characterPattern() {
    const pattern = compile(this.getAttribute("allowed-pattern") ?? "");
    const isForCharacters =
      this.hasAttribute("allowed-pattern") && pattern !== null && PRINTABLE.some((sign) => pattern.test(sign));
    return isForCharacters ? pattern : null;
  }

  /** @param {InputEvent} event */
  #filter(event) {
    const pattern = this.hasAttribute("auto-validate") ? this.#characterPattern() : null;
    const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    if (pattern === null || text === "" || event.isComposing) return;
    const kept = [...text].filter((sign) => pattern.test(sign)).join("");
    if (kept === text) return;
    event.preventDefault();
    if (kept !== "") this.#insert(kept);
  }

  /** @param {string} text put at the caret */
  #insert(text) {
    const entry = this.control;
    entry.setRangeText(
      text,
      entry.selectionStart ?? entry.value.length,
      entry.selectionEnd ?? entry.value.length,
      "end",
    );
    entry.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }

  restoreDefault() {
    this.#isDirty = false;
    this.update();
  }

  select() {
    this.control.select();
  }
}

reflect(CrowdTextField, {
  strings: ["label", "placeholder", "allowed-pattern", "error-message", "max-length", "min-length"],
  booleans: ["auto-validate", "auto-focus"],
});
