// @ts-check
/**
 * `<crowd-input>`: one line of text, or any HTML input type. Answer: `"name": "text"`, empty omitted (A2I_FACTS J2
 * [D]).
 */
import { reflect } from "./base.js";
import { CrowdTextField } from "./text-field.js";

const SELF_DRAWING = new Set(["date", "time", "datetime-local", "month", "week", "color", "file", "range"]);

export class CrowdInput extends CrowdTextField {
  static template = `
    <div class="box" part="box">
      <input class="entry" id="entry" part="input" aria-describedby="message">
      <label for="entry"><span class="text"></span><span class="required" hidden aria-hidden="true"> *</span></label>
    </div>
    <p class="message" id="message" part="error" role="alert" hidden></p>
    <slot></slot>`;

  get hasFixedContent() {
    return SELF_DRAWING.has(this.control.type);
  }

  get _submittableValue() {
    const entry = this.control;
    if (!(entry instanceof HTMLInputElement) || entry.type !== "file") return super._submittableValue;
    const names = [...(entry.files ?? [])].map((file) => file.name);
    return names.length === 0 ? undefined : names.join(", ");
  }

  configure() {
    const type = this.getAttribute("type") ?? "text";
    if (this.control.type !== type) /** @type {HTMLInputElement} */ (this.control).type = type;
    for (const name of ["pattern", "min", "max", "step"]) {
      const value = this.getAttribute(name);
      if (value === null) this.control.removeAttribute(name);
      else this.control.setAttribute(name, value);
    }
  }
}

reflect(CrowdInput, { strings: ["type", "pattern", "min", "max", "step"] });
