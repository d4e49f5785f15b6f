// @ts-check
/**
 * `<crowd-toggle-button>`: a switch. `invalid` shows the off state in the alert colour; `required` wants it on.
 * Answer as a checkbox (A2I_FACTS J2 [D]).
 */
import { reflect, sheet } from "./base.js";
import { CrowdChoice } from "./choice-field.js";
import { CHOICE_SHEET, FIELD_SHEET } from "./styles.js";

const SWITCH_SHEET = sheet(`
  .choice input { appearance: none; position: relative; inline-size: 44px; block-size: 24px;
    border-radius: var(--a2i-radius-full);
    background: var(--a2i-line-strong); transition: background-color var(--a2i-fast) var(--a2i-ease); }
  .choice input:focus-visible { border-radius: var(--a2i-radius-full); }
  .choice input::after { content: ""; position: absolute; inset-block-start: 3px; inset-inline-start: 3px;
    inline-size: 18px; block-size: 18px;
    border-radius: 50%; background: var(--a2i-surface); box-shadow: var(--a2i-shadow-1);
      transition: translate var(--a2i-fast) var(--a2i-ease); }
  .choice input:checked { background: var(--a2i-accent); }
  .choice input:checked::after { translate: 20px 0; }
  .choice input:dir(rtl):checked::after { translate: -20px 0; }
  :host([invalid]) .choice input:not(:checked), .choice input[aria-invalid="true"]:not(:checked) {
    background: var(--crowd-toggle-button-invalid-color, var(--a2i-danger)); }
  :host(:disabled) .choice input { opacity: 0.45; }
  @media (forced-colors: active) { .choice input { border: 1px solid ButtonText; } .choice input::after {
    background: ButtonText; } }
`);

export class CrowdToggleButton extends CrowdChoice {
  static sheets = [FIELD_SHEET, CHOICE_SHEET, SWITCH_SHEET];
  static template = `
    <label class="choice" part="label"><input type="checkbox" role="switch" part="switch" aria-describedby="message"><span><slot></slot></span></label>
    <p class="message" id="message" part="error" role="alert" hidden></p>`;

  complaint() {
    return this.hasAttribute("required") && !this.checked
      ? this.getAttribute("error-message") || "Please switch this on."
      : "";
  }
}

reflect(CrowdToggleButton, { booleans: ["invalid"] });
