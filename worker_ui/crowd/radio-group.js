// @ts-check
/**
 * `<crowd-radio-group>`: at most one of its crowd-radio-buttons is on. Its answer is that of its buttons, each under
 * its own name (A2I_FACTS J2 [D]). Arrow keys move and choose, Tab enters at the chosen one, as in a native group.
 */
import { CrowdElement, sheet } from "./base.js";

const STEPS = new Map([
  ["ArrowDown", 1],
  ["ArrowRight", 1],
  ["ArrowUp", -1],
  ["ArrowLeft", -1],
]);

const GROUP_SHEET = sheet(
  ":host { display: block; } .group { display: flex; flex-direction: column; align-items: flex-start; } ::slotted(crowd-radio-button) { margin-block: 0; }",
);

export class CrowdRadioGroup extends CrowdElement {
  static template = `<div class="group" role="radiogroup" part="group"><slot></slot></div>`;
  static sheets = [GROUP_SHEET];
  static observedAttributes = ["aria-label", "aria-labelledby", "label"];

  /** @returns {import("./radio-button.js").CrowdRadioButton[]} */
  get buttons() {
    return /** @type {any[]} */ ([...this.querySelectorAll("crowd-radio-button")]).filter((button) => button.root);
  }

  /** The value of the chosen button, "" if none is. */
  get value() {
    const chosen = this.buttons.find((button) => button.checked);
    return chosen ? (chosen.getAttribute("value") ?? "on") : "";
  }

  set value(value) {
    for (const button of this.buttons) button.checked = (button.getAttribute("value") ?? "on") === String(value);
  }

  /** The group itself submits nothing. */
  get _submittableValue() {
    return undefined;
  }

  start() {
    this.addEventListener("keydown", (event) => this.#move(event));
    this.part_("slot").addEventListener("slotchange", () => this.rove());
  }

  update() {
    const named = document.getElementById(this.getAttribute("aria-labelledby") ?? "");
    const label = this.getAttribute("aria-label") || this.getAttribute("label") || named?.textContent?.trim();
    if (label) this.part_(".group").setAttribute("aria-label", label);
    const last = this.buttons.filter((button) => button.checked).at(-1);
    if (last) this.keepOnly(last);
    this.rove();
  }

  /** Turn all other buttons off. @param {import("./radio-button.js").CrowdRadioButton} chosen */
  keepOnly(chosen) {
    for (const button of this.buttons) if (button !== chosen && button.checked) button.checked = false;
  }

  /** One tab stop for the group, and each button knows its place. */
  rove() {
    const buttons = this.buttons.filter((button) => !button.isOff);
    const stop = buttons.find((button) => button.checked) ?? buttons[0];
    buttons.forEach((button, index) => {
      button.control.tabIndex = button === stop ? 0 : -1;
      button.control.setAttribute("aria-posinset", String(index + 1));
      button.control.setAttribute("aria-setsize", String(buttons.length));
    });
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const step = STEPS.get(event.key);
    const buttons = this.buttons.filter((button) => !button.isOff);
    const from = buttons.findIndex((button) => event.composedPath().includes(button));
    if (step === undefined || from < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = buttons[(from + step + buttons.length) % buttons.length];
    if (!next) return;
    next.focus();
    next.control.click();
  }
}
