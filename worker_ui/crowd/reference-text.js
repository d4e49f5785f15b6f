// @ts-check
/**
 * The `text` of crowd-text-ranking and crowd-question-answer-generation: the text itself, or the address of one ("the
 * text or S3 reference to the text" [D]; a template makes the address readable with grant_read_access).
 */
import { CrowdWidget } from "./widget.js";

const ADDRESS = /^\s*https?:\/\/\S+\s*$/;

export class TextBoundField extends CrowdWidget {
  #source = "";
  /** What the worker reads. */
  text_ = "";

  /** Take the attribute; an address is fetched, and shown as it is until, or if, nothing comes. */
  takeText_() {
    const source = this.getAttribute("text") ?? "";
    if (source === this.#source) return;
    this.#source = source;
    this.text_ = source;
    if (ADDRESS.test(source)) void this.#load(source.trim());
  }

  /** @param {string} address */
  async #load(address) {
    try {
      const response = await fetch(address, { credentials: "omit" });
      if (!response.ok) return;
      const text = await response.text();
      if (this.#source.trim() !== address) return;
      this.text_ = text;
      this.update();
    } catch {
      console.info(`The text at ${address} could not be read; its address is shown instead.`);
    }
  }
}
