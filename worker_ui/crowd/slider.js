// @ts-check
/**
 * `<crowd-slider>`: a number on a bar. Answer: a JSON number (A2I_FACTS J2 [O]). `pin` shows the value above the
 * knob, `editable` adds a number box with up and down buttons, `secondary-progress` colours a second stretch with
 * `--crowd-slider-secondary-color`. `required` wants a value: a preset one or one that the worker chose [D: "requires
 * the worker to provide input"]. Without `required` an untouched slider answers with the place where its knob stands
 * [G]. `<crowd-slider-label position="…">` children stand below their places, instead of the two ends.
 */
import { reflect, sheet } from "./base.js";
import { CrowdField } from "./field.js";
import { FIELD_SHEET } from "./styles.js";

const SLIDER_SHEET = sheet(`
  .row { display: flex; align-items: center; gap: var(--a2i-space-4); min-block-size: var(--a2i-target);
    max-inline-size: 40rem; }
  .bar { position: relative; flex: 1; --at: 0; --second: 0; --onwards: 90deg;
    padding-block: var(--a2i-space-2); }
  .bar:dir(rtl) { --onwards: 270deg; }
  :host([pin]) .bar { padding-block-start: 34px; }
  input[type="range"] { appearance: none; display: block; inline-size: 100%; block-size: 28px; margin: 0;
    background: none; cursor: pointer; }
  input[type="range"]::-webkit-slider-runnable-track { block-size: 6px; border-radius: 3px; background:
    linear-gradient(var(--onwards), var(--a2i-accent) calc(var(--at) * 100%), transparent 0),
    linear-gradient(var(--onwards), var(--crowd-slider-secondary-color, var(--a2i-neutral-300)) calc(var(--second) * 100%),
      var(--a2i-neutral-200) 0); }
  input[type="range"]::-moz-range-track { block-size: 6px; border-radius: 3px; background:
    linear-gradient(var(--onwards), var(--a2i-accent) calc(var(--at) * 100%), transparent 0),
    linear-gradient(var(--onwards), var(--crowd-slider-secondary-color, var(--a2i-neutral-300)) calc(var(--second) * 100%),
      var(--a2i-neutral-200) 0); }
  input[type="range"]::-webkit-slider-thumb { appearance: none; inline-size: 24px; block-size: 24px;
    margin-block-start: -9px; border: 2px solid var(--a2i-surface);
    border-radius: 50%; background: var(--a2i-accent); box-shadow: var(--a2i-shadow-2); }
  input[type="range"]::-moz-range-thumb { inline-size: 20px; block-size: 20px; border: 2px solid var(--a2i-surface);
    border-radius: 50%; background: var(--a2i-accent); }
  input[type="range"]:focus-visible { box-shadow: none; }
  input[type="range"]:focus-visible::-webkit-slider-thumb { box-shadow: var(--a2i-focus-ring); }
  input[type="range"]:focus-visible::-moz-range-thumb { box-shadow: var(--a2i-focus-ring); }
  .untouched input[type="range"]::-webkit-slider-thumb { background: var(--a2i-surface);
    border-color: var(--a2i-accent); }
  .pin { position: absolute; inset-block-start: 2px; inset-inline-start: calc(12px + var(--at) * (100% - 24px));
    translate: -50% 0; min-inline-size: 32px; padding: 2px 8px;
    border-radius: var(--a2i-radius-sm); background: var(--a2i-surface-inverse); color: var(--a2i-text-inverse);
      font-size: var(--a2i-text-sm);
    text-align: center; font-variant-numeric: tabular-nums; pointer-events: none; }
  .pin:dir(rtl) { translate: 50% 0; }
  .ends { display: flex; justify-content: space-between; color: var(--a2i-text-muted); font-size: var(--a2i-text-xs);
    font-variant-numeric: tabular-nums; }
  .labels { position: relative; block-size: var(--tallest, 0); }
  .number { inline-size: 6.5em; min-block-size: var(--a2i-target); padding: var(--a2i-space-2);
    border: 1px solid var(--a2i-line-strong); border-radius: var(--a2i-radius-sm);
    background: var(--a2i-surface); color: inherit; font: inherit; }
  :host(:disabled) { color: var(--a2i-text-disabled); }
  :host(:disabled) input { cursor: not-allowed; opacity: 0.5; }
`);

export class CrowdSlider extends CrowdField {
  static sheets = [FIELD_SHEET, SLIDER_SHEET];
  static observedAttributes = [
    "min",
    "max",
    "step",
    "value",
    "disabled",
    "required",
    "pin",
    "editable",
    "secondary-progress",
    "aria-label",
    "name",
  ];
  static template = `
    <div class="row">
      <div class="bar">
        <output class="pin" part="pin" hidden aria-hidden="true"></output>
        <input type="range" part="range" aria-describedby="message">
        <div class="ends" aria-hidden="true"><span class="least"></span><span class="most"></span></div>
        <div class="labels" hidden><slot name="labels"></slot></div>
      </div>
      <input type="number" class="number" part="number" hidden>
    </div>
    <p class="message" id="message" part="error" role="alert" hidden></p>
    <slot></slot>`;

  #isTouched = false;

  /** @returns {HTMLInputElement} */
  get control() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector("input[type=range]"));
  }

  /** @returns {number} where the knob stands */
  get value() {
    return this.control.valueAsNumber;
  }

  set value(value) {
    this.#isTouched = true;
    this.control.value = String(value);
    this.#draw();
    this.changed(false);
  }

  /** A slider that nobody touched has nothing to keep. @returns {unknown} */
  get draft() {
    return this.#isTouched ? this.value : undefined;
  }

  set draft(state) {
    this.value = Number(state);
  }

  get immediateValue() {
    return this.value;
  }

  get _submittableValue() {
    return this.value;
  }

  start() {
    const number = this.part_(".number");
    this.control.addEventListener("input", () => this.#take(this.control.value, false));
    this.control.addEventListener("change", () => this.#take(this.control.value, true));
    for (const type of ["pointerdown", "keydown"]) this.control.addEventListener(type, (event) => this.#touch(event));
    new MutationObserver(() => this.placeLabels()).observe(this, { childList: true });
    number.addEventListener("change", () => this.#take(/** @type {HTMLInputElement} */ (number).value, true));
  }

  /** A press on the knob, or Enter or Space, accepts the value where it stands. @param {Event} event */
  #touch(event) {
    if (this.isOff || (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ")) return;
    this.#isTouched = true;
    this.#draw();
    this.changed(false);
  }

  /** Choose a value as a person does. @param {number} value */
  choose(value) {
    if (!this.isOff && Number.isFinite(value)) this.#take(String(value), true);
  }

  /** Put the labels below their places; they leave room for the tallest of them. */
  placeLabels() {
    const labels = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(":scope > crowd-slider-label")]);
    for (const label of labels) {
      label.slot = "labels";
      label.style.setProperty("--place", this.#share(Number(label.getAttribute("position"))));
    }
    this.part_(".ends").hidden = labels.length > 0;
    const holder = this.part_(".labels");
    holder.hidden = labels.length === 0;
    holder.style.setProperty("--tallest", `${Math.max(0, ...labels.map((label) => label.offsetHeight))}px`);
    const titled = labels.find((label) => Number(label.getAttribute("position")) === this.value);
    if (titled?.textContent) this.control.setAttribute("aria-valuetext", `${this.value}: ${titled.textContent.trim()}`);
    else this.control.removeAttribute("aria-valuetext");
  }

  /** Where a value lies between the ends, from 0 to 1. @param {number} value */
  #share(value) {
    const [least, most] = [Number(this.control.min), Number(this.control.max)];
    return String(most > least ? Math.min(1, Math.max(0, (value - least) / (most - least))) : 0);
  }

  /** @param {string} value @param {boolean} isFinal */
  #take(value, isFinal) {
    this.#isTouched = true;
    if (value !== "") this.control.value = value;
    this.#draw();
    this.changed(isFinal);
  }

  update() {
    const range = this.control;
    const number = /** @type {HTMLInputElement} */ (this.part_(".number"));
    for (const [name, fallback] of [
      ["min", "0"],
      ["max", "100"],
      ["step", "1"],
    ]) {
      const value = this.getAttribute(name ?? "") || fallback || "";
      range.setAttribute(name ?? "", value);
      number.setAttribute(name ?? "", value);
    }
    if (!this.#isTouched) range.value = this.getAttribute("value") || range.min;
    range.disabled = number.disabled = this.isOff;
    number.hidden = !this.hasAttribute("editable");
    const label =
      this.getAttribute("aria-label") ||
      [...(this.labels ?? [])].map((node) => node.textContent?.trim()).join(" ") ||
      this.getAttribute("name") ||
      "";
    for (const control of [range, number]) control.setAttribute("aria-label", label);
    this.#draw();
    this.syncFormValue();
    this.refreshValidity();
  }

  #draw() {
    const range = this.control;
    const bar = this.part_(".bar");
    bar.style.setProperty("--at", this.#share(this.value));
    bar.style.setProperty("--second", this.#share(Number(this.getAttribute("secondary-progress") || range.min)));
    bar.classList.toggle("untouched", !this.#hasValue());
    const pin = this.part_(".pin");
    pin.hidden = !this.hasAttribute("pin");
    pin.textContent = this.#hasValue() ? String(this.value) : "–";
    this.part_(".least").textContent = range.min;
    this.part_(".most").textContent = range.max;
    /** @type {HTMLInputElement} */ (this.part_(".number")).value = String(this.value);
    this.placeLabels();
  }

  #hasValue() {
    return this.#isTouched || Boolean(this.getAttribute("value")) || !this.hasAttribute("required");
  }

  complaint() {
    return this.#hasValue() ? "" : this.getAttribute("error-message") || "Please choose a value on the slider.";
  }

  restoreDefault() {
    this.#isTouched = false;
    this.update();
  }
}

reflect(CrowdSlider, { strings: ["min", "max", "step", "secondary-progress"], booleans: ["pin", "editable"] });
