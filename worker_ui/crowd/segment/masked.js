// @ts-check
/**
 * An answer that is a painted image: the mask with its regions, the earlier answer that it may begin with, changes that
 * can be undone, and the value that is submitted. How a person paints is painter.js's.
 *
 * An heir says which colours the regions have (`regionColours`), which region is painted now (`currentRegion`, making
 * one if need be), what the answer holds beside the image (`answerParts`), and how an initial value names its regions
 * (`adoptRegions`).
 *
 * `initialValueModified` compares pixels: whoever undoes everything has modified nothing [G]. The PNG is written when
 * somebody asks for the value, not at every stroke.
 */
import { CrowdAnnotator } from "../stage/annotator.js";
import { announce } from "../base.js";
import { parseJsonish } from "../jsonish.js";
import { BACKGROUND, rgbaOf } from "./colours.js";
import { Change, Mask } from "./mask.js";
import { Overlay } from "./overlay.js";
import { base64, encodePng } from "./png.js";
import { imageOf, readPrior } from "./prior.js";

export class CrowdMasked extends CrowdAnnotator {
  /** @type {Mask | null} */
  mask = null;
  /** @type {Overlay | null} */
  overlay = null;
  /** @type {Uint16Array | null} */
  #prior = null;
  #isReading = false;
  /** An answer that was set before there was an image to lay it on. @type {Record<string, any> | null} */
  #waiting = null;
  #revision = 0;
  /** @type {{revision: number, data: string} | null} */
  #encoded = null;
  #onFormData = (/** @type {Event} */ event) => this.#fillFormData(/** @type {FormDataEvent} */ (event));

  /** Whether an earlier answer is still on its way. */
  get isReading() {
    return this.#isReading;
  }

  /** @returns {(string | undefined)[]} the colour of each region, from 1 on */
  get regionColours() {
    return [];
  }

  /** @returns {number} the region that is painted now, 0 if there is none */
  currentRegion() {
    return 0;
  }

  /** The colour of what would be painted now. */
  get paintColour() {
    return this.regionColours[this.currentRegion() - 1] ?? "#ffffff";
  }

  /** @returns {Record<string, unknown>} what the answer holds beside image and size */
  answerParts() {
    return {};
  }

  /** Take over the regions that an initial value names. @param {Record<string, any>} _value @returns {string[]} colours, from region 1 on */
  adoptRegions(_value) {
    return [];
  }

  connected() {
    super.connected();
    document.addEventListener("formdata", this.#onFormData);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("formdata", this.#onFormData);
  }

  pictureShown() {
    const { width, height } = /** @type {import("../stage/picture.js").Picture} */ (this.stage.picture);
    this.mask = new Mask(width, height);
    this.overlay = new Overlay(this.mask);
    this.history.clear();
    this.#prior = null;
    this.regionsChanged();
    void this.#readInitial(this.getAttribute("initial-value")).then(() => this.#takeWaiting());
  }

  #takeWaiting() {
    const value = this.#waiting;
    this.#waiting = null;
    if (value) void this.#adopt(value, false);
  }

  /** @param {string | null} text */
  async #readInitial(text) {
    this.complainAbout("initial-value", "");
    if (!text?.trim()) return;
    try {
      await this.#adopt(/** @type {Record<string, any>} */ (parseJsonish(text)), true);
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      this.complainAbout("initial-value", `The initial-value attribute of this ${this.localName} cannot be read: ${reason}.`);
    }
  }

  /** @param {Record<string, any>} value @param {boolean} isInitial */
  async #adopt(value, isInitial) {
    const mask = this.mask;
    if (!mask) return;
    const colours = this.adoptRegions(value);
    const src = imageOf(value);
    this.#isReading = true;
    try {
      const pixels = src
        ? await readPrior(src, mask.width, mask.height, colours)
        : new Uint16Array(mask.pixels.length);
      if (this.mask !== mask) return;
      mask.load(pixels);
      if (isInitial) this.#prior = pixels;
    } catch (error) {
      this.complainAbout("initial-value", /** @type {Error} */ (error).message);
    } finally {
      this.#isReading = false;
    }
    this.overlay?.refresh({ left: 0, top: 0, right: mask.width, bottom: mask.height });
    this.regionsChanged();
    this.changed(false);
  }

  /** Regions came, went or changed their colours. */
  regionsChanged() {
    this.#revision += 1;
    this.overlay?.setColours(this.regionColours);
    this.stage.redraw("work", "live");
  }

  /** A change is done: it can be undone, and the page hears of it. @param {Change} change @param {string} name */
  finish(change, name) {
    if (change.isEmpty) return;
    this.#redrawn(change);
    this.history.push({
      name,
      undo: () => this.#travelled(() => this.mask?.undo(change), change),
      redo: () => this.#travelled(() => this.mask?.redo(change), change),
    });
    this.say(name);
    this.changed();
  }

  /** @param {() => void} act @param {Change} change */
  #travelled(act, change) {
    act();
    this.#redrawn(change);
    this.changed();
  }

  /** @param {Change} change */
  #redrawn(change) {
    this.overlay?.refresh(change.rect);
    this.regionsChanged();
  }

  /** A change is given up. @param {Change} change */
  takeBack(change) {
    this.mask?.undo(change);
    this.#redrawn(change);
  }

  /** Take a region off the image, as one step. @param {number} region @param {string} name */
  clearRegion(region, name) {
    const change = new Change(0);
    this.mask?.clear(change, region);
    this.finish(change, name);
  }

  /** The answer so far; undefined before the image has arrived. @returns {any} */
  get value() {
    if (!this.mask || !this.inputImageProperties) return undefined;
    return {
      ...this.answerParts(),
      inputImageProperties: this.inputImageProperties,
      labeledImage: { pngImageData: this.#png() },
    };
  }

  set value(value) {
    if (!value || typeof value !== "object") return;
    if (this.mask && !this.#isReading) void this.#adopt(value, false);
    else this.#waiting = value;
  }

  #png() {
    if (this.#encoded?.revision === this.#revision) return this.#encoded.data;
    const colours = [BACKGROUND, ...this.regionColours.map((hex) => (hex ? rgbaOf(hex) : BACKGROUND))];
    const data = base64(encodePng(/** @type {Mask} */ (this.mask), colours));
    this.#encoded = { revision: this.#revision, data };
    return data;
  }

  /** @returns {boolean | undefined} undefined without an initial value */
  get isModified() {
    const prior = this.#prior;
    return prior ? /** @type {Mask} */ (this.mask).pixels.some((region, at) => region !== prior[at]) : undefined;
  }

  get _submittableValue() {
    return this.value;
  }

  get isAnswered() {
    return this.mask !== null && !this.mask.isBlank;
  }

  /** An image is large: the platform gets it when a form asks, not at every stroke. */
  syncFormValue() {}

  /** @param {FormDataEvent} event */
  #fillFormData(event) {
    const name = this.getAttribute("name");
    if (event.target === this.internals.form && name && !this.isOff) event.formData.set(name, JSON.stringify(this.value));
  }

  /** @param {boolean} [isFinal] */
  changed(isFinal = true) {
    this.#revision += 1;
    this.refreshValidity();
    this.refresh();
    const element = this;
    if (isFinal) {
      announce(this, "change", {
        get value() {
          return element.value;
        },
      });
    }
  }

  complaint() {
    if (super.complaint()) return super.complaint();
    if (this.#isReading) return "The earlier answer is still being loaded.";
    return this.hasAttribute("required") && !this.isAnswered ? "Please paint at least one area." : "";
  }

  restoreDefault() {
    super.restoreDefault();
    if (this.mask) this.pictureShown();
  }
}
