// @ts-check
/**
 * `<crowd-instructions>`: a link or button that opens the instructions on up to three tabs: Summary, Detailed
 * Instructions, Examples (good and bad ones, as many as there are). Only tabs with content are shown [D].
 */
import { sheet, slotRegions } from "./base.js";
import { dialogTemplate, DIALOG_SHEET } from "./dialog.js";
import { CrowdModal, OPENER, OPENER_SHEET } from "./modal.js";
import { BUTTON_SHEET } from "./styles.js";
import { TabStrip, TAB_SHEET } from "./tab-strip.js";

const REGIONS = ["short-summary", "detailed-instructions", "positive-example", "negative-example"];
const PAGES = [
  { title: "Summary", regions: ["short-summary"] },
  { title: "Detailed Instructions", regions: ["detailed-instructions"] },
  { title: "Examples", regions: ["positive-example", "negative-example"] },
];

const PAGE_SHEET = sheet(`
  :host { display: block; margin-block: var(--a2i-space-2) var(--a2i-space-4); }
  .tabs { margin: calc(-1 * var(--a2i-space-5)) calc(-1 * var(--a2i-space-6)) var(--a2i-space-5);
    padding-inline: var(--a2i-space-3); }
  .example { border-inline-start: 4px solid var(--tone); border-radius: var(--a2i-radius-sm);
    background: var(--ground); padding: var(--a2i-space-3) var(--a2i-space-4); }
  .example + .example { margin-block-start: var(--a2i-space-4); }
  .example .kind { margin: 0 0 var(--a2i-space-2); color: var(--ink); font-size: var(--a2i-text-sm);
    font-weight: var(--a2i-weight-bold); }
  .good { --tone: var(--a2i-success); --ground: var(--a2i-success-soft); --ink: var(--a2i-success-text); }
  .bad { --tone: var(--a2i-danger); --ground: var(--a2i-danger-soft); --ink: var(--a2i-danger-text); }
  ::slotted(positive-example:not(:first-of-type)), ::slotted(negative-example:not(:first-of-type)) {
    margin-block-start: var(--a2i-space-3); padding-block-start: var(--a2i-space-3);
      border-block-start: 1px solid var(--tone); }
`);

/** @param {string} kind @param {string} title @param {string} region */
const example = (kind, title, region) =>
  `<section class="example ${kind}" data-region="${region}">
    <p class="kind" role="heading" aria-level="3">${title}</p><slot name="${region}"></slot></section>`;

export class CrowdInstructions extends CrowdModal {
  static sheets = [BUTTON_SHEET, DIALOG_SHEET, OPENER_SHEET, TAB_SHEET, PAGE_SHEET];
  static template = `${OPENER}${dialogTemplate(`
    <div class="tabs" role="tablist" aria-label="Instructions"></div>
    <div role="tabpanel" aria-label="Summary"><slot name="short-summary"></slot></div>
    <div role="tabpanel" aria-label="Detailed Instructions"><slot name="detailed-instructions"></slot></div>
    <div role="tabpanel" aria-label="Examples">
      ${example("good", "Good examples", "positive-example")}
      ${example("bad", "Bad examples", "negative-example")}
    </div>
    <slot></slot>`)}`;
  static defaultText = "Click for instructions";

  #strip = new TabStrip(this.part_(".tabs"), (index) => this.#show(index));
  /** @type {number[]} */
  #pages = [];
  #observer = new MutationObserver(() => this.update());

  connected() {
    this.#observer.observe(this, { childList: true });
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  update() {
    super.update();
    this.part_("#dialog-title").textContent = this.getAttribute("header") || "Instructions";
    const present = slotRegions(this, REGIONS);
    this.#pages = PAGES.map((_, index) => index).filter((index) =>
      PAGES[index]?.regions.some((region) => present.has(region)),
    );
    for (const section of this.root.querySelectorAll(".example")) {
      /** @type {HTMLElement} */ (section).hidden = !present.has(section.getAttribute("data-region") ?? "");
    }
    this.part_(".tabs").hidden = this.#pages.length === 0;
    this.#strip.draw(this.#pages.map((index) => PAGES[index]?.title ?? ""));
  }

  /** @param {number} place among the tabs that are shown */
  #show(place) {
    this.root.querySelectorAll("[role=tabpanel]").forEach((panel, index) => {
      /** @type {HTMLElement} */ (panel).hidden = index !== this.#pages[place];
    });
  }
}
