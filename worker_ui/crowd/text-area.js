// @ts-check
/**
 * `<crowd-text-area>`: several lines that grow with the text, up to `max-rows`. Answer: `"name": "text"` (A2I_FACTS
 * J2 [D]).
 */
import { reflect } from "./base.js";
import { CrowdTextField } from "./text-field.js";

export class CrowdTextArea extends CrowdTextField {
  static template = `
    <div class="box" part="box">
      <textarea class="entry" id="entry" part="textarea" rows="1" aria-describedby="message count"></textarea>
      <label for="entry"><span class="text"></span><span class="required" hidden aria-hidden="true"> *</span></label>
    </div>
    <div class="foot">
      <p class="message" id="message" part="error" role="alert" hidden></p>
      <span class="count" id="count" part="counter" hidden></span>
    </div>
    <slot></slot>`;

  /** @returns {HTMLTextAreaElement} */
  get control() {
    return /** @type {HTMLTextAreaElement} */ (super.control);
  }

  configure() {
    this.control.rows = Math.max(1, Number(this.getAttribute("rows")) || 1);
  }

  reflow() {
    super.reflow();
    this.#count();
    this.#grow();
  }

  #count() {
    const count = this.part_(".count");
    count.hidden = !this.hasAttribute("char-counter");
    const limit = this.getAttribute("max-length");
    count.textContent = limit ? `${this.value.length} / ${limit}` : String(this.value.length);
    count.setAttribute(
      "aria-label",
      limit ? `${this.value.length} of ${limit} characters` : `${this.value.length} characters`,
    );
  }

  #grow() {
    const entry = this.control;
    const rows = Number(this.getAttribute("max-rows")) || 0;
    entry.style.height = "auto";
    const style = getComputedStyle(entry);
    const line = parseFloat(style.lineHeight) || 24;
    const chrome = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
    const tallest = rows > 0 ? Math.round(Math.max(rows, entry.rows) * line + chrome) : Infinity;
    if (entry.scrollHeight > 0)
      entry.style.height = `${Math.ceil(Math.min(Math.max(entry.scrollHeight, entry.offsetHeight), tallest))}px`;
    entry.style.overflowY = entry.scrollHeight > tallest + 1 ? "auto" : "hidden";
  }
}

reflect(CrowdTextArea, { strings: ["rows", "max-rows"], booleans: ["char-counter"] });
