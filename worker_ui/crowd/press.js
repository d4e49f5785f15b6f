// @ts-check
/**
 * What crowd-button, crowd-icon-button and crowd-fab share: a host that is pressed.
 *
 * A disabled host swallows clicks before anyone hears them. The host's own action runs after all listeners of the
 * click have, as a native button's does, so that a page's handler can still fill in a field or prevent it.
 */
import { CrowdElement, enclosingForm, reflect } from "./base.js";

export class CrowdPress extends CrowdElement {
  static delegatesFocus = true;

  /** Whether presses do nothing now. */
  get isBlocked() {
    return this.hasAttribute("disabled");
  }

  start() {
    this.addEventListener("click", (event) => this.#guard(event), { capture: true });
  }

  /** @param {MouseEvent} event */
  #guard(event) {
    if (this.isBlocked) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    setTimeout(() => !event.defaultPrevented && this.act());
  }

  /** What a press does beyond telling the page's listeners. */
  act() {
    const form = enclosingForm(this);
    const action = this.getAttribute("form-action");
    if (action === "submit") form?.submit();
    if (action === "reset") form?.reset();
  }
}

reflect(CrowdPress, { strings: ["icon", "form-action"], booleans: ["disabled"] });
