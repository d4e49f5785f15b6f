// @ts-check
/**
 * `<crowd-modal>`: a link or button (`link-type`, default "link") with `link-text` that opens its content in a window
 * [D].
 */
import { CrowdElement, announce, reflect, sheet } from "./base.js";
import { dialogTemplate, openDialog, wireDialog, DIALOG_SHEET } from "./dialog.js";
import { BUTTON_SHEET } from "./styles.js";

export const OPENER_SHEET = sheet(":host { display: inline-block; } .opener { text-align: start; }");

export const OPENER = '<button type="button" class="button opener" part="opener" aria-haspopup="dialog"></button>';

export class CrowdModal extends CrowdElement {
  static sheets = [BUTTON_SHEET, DIALOG_SHEET, OPENER_SHEET];
  static template = `${OPENER}${dialogTemplate("<slot></slot>")}`;
  static observedAttributes = ["link-text", "link-type", "header"];
  static defaultText = "Click to open modal";

  start() {
    wireDialog(this.dialog);
    this.opener.addEventListener("click", () => this.open());
    this.dialog.addEventListener("close", () => announce(this, "close"));
  }

  /** @returns {HTMLDialogElement} */
  get dialog() {
    return this.part_("dialog");
  }

  get opener() {
    return this.part_(".opener");
  }

  get opened() {
    return this.dialog.open;
  }

  set opened(isOpen) {
    if (isOpen) this.open();
    else this.close();
  }

  /** Open, so that something inside can be seen. */
  reveal() {
    if (!this.opened) this.open();
  }

  open() {
    openDialog(this.dialog, this.opener);
  }

  close() {
    this.dialog.close();
  }

  update() {
    const text = this.getAttribute("link-text") || /** @type {typeof CrowdModal} */ (this.constructor).defaultText;
    this.opener.textContent = text;
    this.opener.classList.toggle("link", this.getAttribute("link-type") !== "button");
    this.part_("#dialog-title").textContent = this.getAttribute("header") || text;
  }
}

reflect(CrowdModal, { strings: ["link-text", "link-type", "header"] });
