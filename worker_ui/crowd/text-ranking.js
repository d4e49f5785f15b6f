// @ts-check
/**
 * `<crowd-text-ranking>`: rank several responses to one text, once for each dimension (A2I_FACTS K.10; attributes [D]).
 * `ordinal-ranking-dimensions='[{"name": "Clarity", "allowTie": true}]'`, `responses='["…", "…"]'`, `text`.
 *
 * Answer: `{name: {"dimensions": [{"name": "Clarity", "ranks": [2, 1]}]}}`, ranks in the order of `responses`, 1 the
 * best [G: nobody publishes the form]. Every response must be ranked on every dimension; where no ties are allowed,
 * giving a rank takes it from whoever had it.
 */
import { reflect } from "./base.js";
import { parseJsonish, parseList } from "./jsonish.js";
import { RANKING_SHEET, RANKING_TEMPLATE, dimensionTable, responseCard } from "./ranking-chrome.js";
import { TextBoundField } from "./reference-text.js";
import { WIDGET_SHEETS } from "./widget.js";

/** @typedef {{name: string, allowTie: boolean}} Dimension */
/** @typedef {{dimensions: {name: string, ranks: (number | null)[]}[]}} Ranking */

export class CrowdTextRanking extends TextBoundField {
  static template = RANKING_TEMPLATE;
  static sheets = [...WIDGET_SHEETS, RANKING_SHEET];
  static observedAttributes = ["text", "responses", "ordinal-ranking-dimensions", "disabled", "name", "header"];

  /** Ranks by dimension, then by response; null where none is given yet. @type {(number | null)[][]} */
  #ranks = [];
  #drawn = "";

  /** @returns {string[]} */
  get responses() {
    return this.readAttribute("responses", (text) => parseList(text).map(textOf), []);
  }

  /** @returns {Dimension[]} */
  get dimensions() {
    return this.readAttribute("ordinal-ranking-dimensions", (text) => dimensionsOf(parseJsonish(text)), []);
  }

  /** The ranking so far; null where a rank is missing. @returns {Ranking | undefined} undefined if nothing is ranked */
  get value() {
    const isUntouched = this.#ranks.every((ranks) => ranks.every((rank) => rank === null));
    if (isUntouched) return undefined;
    return { dimensions: this.dimensions.map(({ name }, index) => ({ name, ranks: [...(this.#ranks[index] ?? [])] })) };
  }

  set value(value) {
    const given = new Map((value?.dimensions ?? []).map(({ name, ranks }) => [name, ranks]));
    this.#fit();
    this.dimensions.forEach(({ name }, index) => {
      this.#ranks[index] = this.responses.map((_, place) => given.get(name)?.[place] ?? null);
    });
    this.#mark();
    this.changed(false);
  }

  get _submittableValue() {
    return this.value;
  }

  get control() {
    const open = this.#firstOpen();
    const name = open ? `[name="${open.dimension}-${open.response}"]` : "";
    return /** @type {HTMLInputElement | null} */ (this.root.querySelector(`.dimensions input${name}`));
  }

  /** It takes no hotkeys, so it never stands in the way of a widget that does. */
  get isAnswered() {
    return true;
  }

  start() {
    this.part_(".dimensions").addEventListener("change", (event) => {
      const { dimension, response, rank } = /** @type {HTMLInputElement} */ (event.target).dataset;
      this.#give(Number(dimension), Number(response), Number(rank));
    });
  }

  /** @param {number} dimension @param {number} response @param {number} rank */
  #give(dimension, response, rank) {
    const ranks = this.#ranks[dimension] ?? [];
    const mayTie = this.dimensions[dimension]?.allowTie;
    this.#ranks[dimension] = ranks.map((before, place) =>
      place === response ? rank : before === rank && !mayTie ? null : before,
    );
    this.#mark();
    this.changed();
  }

  /** As many ranks as there are dimensions and responses. */
  #fit() {
    const count = this.responses.length;
    this.#ranks = this.dimensions.map((_, index) =>
      Array.from({ length: count }, (_none, place) => this.#ranks[index]?.[place] ?? null),
    );
  }

  update() {
    this.takeText_();
    this.drawHeader();
    this.part_(".text").textContent = this.text_;
    this.part_(".text").hidden = this.text_ === "";
    this.#fit();
    this.#draw();
    this.#mark();
    this.part_(".dimensions").toggleAttribute("disabled", this.isOff);
    this.syncFormValue();
    this.refreshValidity();
  }

  #draw() {
    const { responses, dimensions } = this;
    const state = JSON.stringify([responses, dimensions]);
    if (state === this.#drawn) return;
    this.#drawn = state;
    this.part_(".responses").replaceChildren(...responses.map(responseCard));
    this.part_(".dimensions").replaceChildren(
      ...dimensions.map((dimension, index) => dimensionTable(dimension, index, responses.length)),
    );
  }

  #mark() {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (this.root.querySelectorAll(".dimensions input"))) {
      const { dimension, response, rank } = box.dataset;
      box.checked = this.#ranks[Number(dimension)]?.[Number(response)] === Number(rank);
    }
  }

  #firstOpen() {
    for (const [dimension, ranks] of this.#ranks.entries()) {
      const response = ranks.indexOf(null);
      if (response >= 0) return { dimension, response };
    }
    return null;
  }

  complaint() {
    const open = this.#firstOpen();
    const name = this.dimensions[open?.dimension ?? -1]?.name;
    return open ? `Please rank response ${open.response + 1} on “${name}”.` : "";
  }

  restoreDefault() {
    this.#ranks = [];
    this.#fit();
    this.#mark();
  }
}

reflect(CrowdTextRanking, { strings: ["text"] });

/** @param {unknown} response @returns {string} */
function textOf(response) {
  return typeof response === "string" ? response : JSON.stringify(response);
}

/** @param {unknown} given a list of objects or of names @returns {Dimension[]} */
function dimensionsOf(given) {
  if (!Array.isArray(given)) throw new TypeError("it is not a list");
  return given.map((dimension) =>
    typeof dimension === "object" && dimension !== null
      ? { name: String(dimension.name ?? ""), allowTie: dimension.allowTie === true }
      : { name: String(dimension), allowTie: false },
  );
}
