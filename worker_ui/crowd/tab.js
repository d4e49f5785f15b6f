// @ts-check
/** `<crowd-tab header="…">`: one page of crowd-tabs. */
import { CrowdElement, reflect, sheet } from "./base.js";

const HOST_SHEET = sheet(":host { display: block; }");

export class CrowdTab extends CrowdElement {
  static sheets = [HOST_SHEET];
  static template = '<div role="tabpanel" part="panel"><slot></slot></div>';
  static observedAttributes = ["header"];

  update() {
    this.part_("[role=tabpanel]").setAttribute("aria-label", this.getAttribute("header") ?? "");
  }

  /** Open the tab, so that something inside can be seen. */
  reveal() {
    const tabs = /** @type {import("./tabs.js").CrowdTabs | null} */ (this.closest("crowd-tabs"));
    if (tabs) tabs.selected = tabs.tabs.indexOf(this);
  }
}

reflect(CrowdTab, { strings: ["header"] });
