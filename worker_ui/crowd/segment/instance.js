// @ts-check
/**
 * `<crowd-instance-segmentation>`: each object of a class painted in a colour of its own. Answer: `{name:
 * {inputImageProperties, instances: [{color, label}], labeledImage: {pngImageData}}}` (A2I_FACTS J2 [D]), an entry for
 * each instance that has pixels [I], in the order in which they were added.
 *
 * Painting with a label that has no instance yet makes one; "Add instance" (N) makes the next [D: "add instance"].
 */
import { glyph } from "../icons.js";
import { annotatorTemplate } from "../stage/chrome.js";
import { freeColour, hexOf } from "./colours.js";
import { CrowdPainter } from "./painter.js";
import { INSTANCES_TEMPLATE, SETTINGS_TEMPLATE } from "./painter-chrome.js";

/** @typedef {{label: string, colour: string, number: number}} Instance */

export class CrowdInstanceSegmentation extends CrowdPainter {
  static template = annotatorTemplate(INSTANCES_TEMPLATE + SETTINGS_TEMPLATE);

  /** By region, from 1 on. @type {Instance[]} */
  #instances = [];
  /** @type {Instance | undefined} */
  #current;
  #drawn = "";

  start() {
    super.start();
    this.part_(".palette").classList.add("plain");
    this.part_(".add").addEventListener("click", () => this.#addInstance());
    this.part_(".list").addEventListener("click", (event) => this.#clickList(event.target));
  }

  labelsChanged() {
    this.#instances.forEach((instance, index) => {
      if (!this.palette.labels.includes(instance.label) && this.#area(instance) > 0) {
        this.clearRegion(index + 1, "Label removed");
        this.history.clear();
      }
    });
    if (this.#current && !this.palette.labels.includes(this.#current.label)) this.#current = undefined;
    this.regionsChanged();
  }

  get regionColours() {
    return this.#instances.map((instance) => instance.colour);
  }

  get paintColour() {
    return this.#current?.colour ?? freeColour(new Set(this.regionColours));
  }

  #region() {
    return this.#current ? this.#instances.indexOf(this.#current) + 1 : 0;
  }

  currentRegion() {
    if (!this.#current) this.#addInstance();
    return this.#region();
  }

  /** @param {Instance} instance @returns {number} pixels */
  #area(instance) {
    return this.mask?.areas[this.#instances.indexOf(instance) + 1] ?? 0;
  }

  /** @param {string} [label] @param {string} [colour] */
  #make(label = this.palette.chosen ?? "", colour = freeColour(new Set(this.regionColours))) {
    const number = 1 + this.#instances.filter((instance) => instance.label === label).length;
    const made = { label, colour, number };
    this.#instances.push(made);
    return made;
  }

  #addInstance() {
    const { chosen } = this.palette;
    if (chosen === undefined || this.isOff) return;
    const bare = this.#instances.find((instance) => instance.label === chosen && this.#area(instance) === 0);
    this.#turnTo(bare ?? this.#make());
    this.say(`${this.#nameOf(/** @type {Instance} */ (this.#current))} can be painted`);
  }

  /** @param {Instance | undefined} instance */
  #turnTo(instance) {
    this.#current = instance;
    if (instance) this.palette.choose(instance.label);
    if (this.tool === "eraser" || this.tool === "pan") this.chooseTool("brush");
    this.regionsChanged();
  }

  /** @param {string} label */
  labelPicked(label) {
    if (this.#current?.label !== label) this.#turnTo(this.#instances.findLast((each) => each.label === label && this.#isShown(each)));
  }

  /** @param {string} key */
  keyPressed(key) {
    if (key === "n") this.#addInstance();
    return key === "n" || super.keyPressed(key);
  }

  /** @param {Instance} instance */
  #nameOf(instance) {
    return `${instance.label} ${instance.number}`;
  }

  /** @param {Instance} instance */
  #isShown(instance) {
    return instance === this.#current || this.#area(instance) > 0;
  }

  regionsChanged() {
    super.regionsChanged();
    const shown = this.#instances.filter((instance) => this.#isShown(instance));
    const counts = new Map();
    for (const { label } of shown) counts.set(label, (counts.get(label) ?? 0) + 1);
    this.palette.count(counts);
    const shares = shown.map((instance) => share(this.#area(instance), this.mask?.pixels.length ?? 1));
    const state = JSON.stringify([shown, shares, shown.indexOf(/** @type {Instance} */ (this.#current))]);
    if (state === this.#drawn) return;
    this.#drawn = state;
    this.part_(".list").replaceChildren(...shown.map((instance, index) => this.#row(instance, shares[index] ?? "")));
  }

  /** @param {Instance} instance @param {string} area */
  #row(instance, area) {
    const row = document.createElement("li");
    const name = this.#nameOf(instance);
    row.dataset.region = String(this.#instances.indexOf(instance) + 1);
    row.classList.toggle("current", instance === this.#current);
    row.innerHTML = `<button type="button" class="pick"><span class="swatch"></span><span class="called"></span><span class="share"></span></button>
      <button type="button" class="button icon remove">${glyph("close")}</button>`;
    const [pick, remove] = row.querySelectorAll("button");
    pick?.style.setProperty("--colour", instance.colour);
    pick?.setAttribute("aria-pressed", String(instance === this.#current));
    for (const [part, text] of [
      [".called", name],
      [".share", area],
    ])
      /** @type {Element} */ (row.querySelector(part ?? "")).textContent = text ?? "";
    remove?.setAttribute("aria-label", `Remove ${name}`);
    return row;
  }

  /** @param {EventTarget | null} target */
  #clickList(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    const region = Number(/** @type {HTMLElement | null} */ (button?.closest("li"))?.dataset.region);
    const instance = this.#instances[region - 1];
    if (!button || !instance || this.isOff) return;
    if (button.classList.contains("pick")) return this.#focusRow(instance);
    if (this.#current === instance) this.#current = undefined;
    this.clearRegion(region, `${this.#nameOf(instance)} removed`);
    this.regionsChanged();
    /** @type {HTMLElement} */ (this.root.querySelector(".list .remove") ?? this.part_(".add")).focus();
  }

  /** @param {Instance} instance */
  #focusRow(instance) {
    this.#turnTo(instance);
    /** @type {HTMLElement | null} */ (this.root.querySelector(".list .current .pick"))?.focus();
  }

  /** @param {Record<string, any>} value */
  adoptRegions(value) {
    this.#instances = [];
    this.#current = undefined;
    for (const item of Array.isArray(value.instances) ? value.instances : []) {
      const colour = hexOf(item?.color);
      if (colour && !this.regionColours.includes(colour)) this.#make(String(item.label), colour);
    }
    return this.regionColours;
  }

  answerParts() {
    const painted = this.#instances.filter((instance) => this.#area(instance) > 0);
    return { instances: painted.map(({ colour, label }) => ({ color: colour, label })) };
  }
}

/** @param {number} pixels @param {number} all */
function share(pixels, all) {
  const percent = (100 * pixels) / all;
  return pixels === 0 ? "" : percent < 0.1 ? "<0.1%" : `${percent.toFixed(1)}%`;
}
