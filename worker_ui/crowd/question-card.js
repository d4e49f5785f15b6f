// @ts-check
/**
 * One question with its answer, tags and references, as crowd-question-answer-generation shows it. The card holds the
 * state; the element around it holds the cards.
 */
import { glyph } from "./icons.js";

/** @typedef {import("./passage.js").Stretch} Stretch */
/** @typedef {{question: string, answer: string, tags: string[], references: Stretch[]}} Pair */
/** @typedef {{least: number, most: number}} Bounds */
/**
 * @typedef {object} Rules
 * @property {Bounds} questionWords
 * @property {Bounds} answerWords
 * @property {string[]} tags on offer
 * @property {boolean} allowsCustomTags
 */

const CARD = `
  <div class="pair-head"><p class="pair-title" role="heading" aria-level="3"></p>
    <button type="button" class="button icon remove" title="Remove">${glyph("delete")}</button></div>
  <label class="pair-field">Question<textarea class="question" rows="2"></textarea><small class="words"></small></label>
  <label class="pair-field">Answer<textarea class="answer" rows="3"></textarea><small class="words"></small></label>
  <fieldset class="tags" hidden><legend>Tags</legend><div class="chips"></div>
    <div class="custom" hidden><input class="custom-tag" aria-label="Another tag" placeholder="Another tag">
      <button type="button" class="button add-tag">Add</button></div></fieldset>
  <fieldset class="references"><legend>References to the text</legend><ul></ul>
    <select class="sentence" aria-label="Add a sentence as reference"></select></fieldset>`;

export class QuestionCard {
  /** @type {Stretch[]} */
  references = [];
  /** @type {Set<string>} */
  #tags = new Set();
  /** @type {string[]} */
  #custom = [];

  /**
   * @param {Rules} rules
   * @param {() => string} passage the text that references point into
   * @param {{changed: () => void, removed: (card: QuestionCard) => void, entered: (card: QuestionCard) => void}} owner
   */
  constructor(rules, passage, owner) {
    this.rules = rules;
    this.passage = passage;
    this.owner = owner;
    this.element = document.createElement("li");
    this.element.className = "pair";
    this.element.setAttribute("part", "pair");
    this.element.innerHTML = CARD;
    this.question = /** @type {HTMLTextAreaElement} */ (this.#part(".question"));
    this.answer = /** @type {HTMLTextAreaElement} */ (this.#part(".answer"));
    this.#wire();
    this.#drawTags();
    this.#count();
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  /** What it holds. @returns {Pair} */
  get value() {
    return {
      question: this.question.value.trim(),
      answer: this.answer.value.trim(),
      tags: [...this.rules.tags, ...this.#custom].filter((tag) => this.#tags.has(tag)),
      references: this.references.map((stretch) => ({ ...stretch })),
    };
  }

  /** @param {Partial<Pair>} value */
  set value({ question = "", answer = "", tags = [], references = [] }) {
    this.question.value = question;
    this.answer.value = answer;
    this.#tags = new Set(tags);
    this.#custom = tags.filter((tag) => !this.rules.tags.includes(tag));
    this.references = references.map(({ startOffset, endOffset }) => ({ startOffset, endOffset }));
    this.#drawTags();
    this.drawReferences();
    this.#count();
  }

  get isEmpty() {
    const { question, answer, tags, references } = this.value;
    return question === "" && answer === "" && tags.length === 0 && references.length === 0;
  }

  #wire() {
    this.element.addEventListener("focusin", () => this.owner.entered(this));
    this.element.addEventListener("input", () => this.#count());
    for (const entry of [this.question, this.answer]) entry.addEventListener("change", () => this.owner.changed());
    this.#part(".remove").addEventListener("click", () => this.owner.removed(this));
    this.#part(".chips").addEventListener("change", (event) => {
      const { value, checked } = /** @type {HTMLInputElement} */ (event.target);
      if (checked) this.#tags.add(value);
      else this.#tags.delete(value);
      this.owner.changed();
    });
    this.#part(".add-tag").addEventListener("click", () => this.#addTag());
    this.#part(".custom-tag").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#addTag();
    });
    const list = /** @type {HTMLSelectElement} */ (this.#part(".sentence"));
    list.addEventListener("change", () => {
      const [startOffset = 0, endOffset = 0] = list.value.split(" ").map(Number);
      list.value = "";
      this.refer({ startOffset, endOffset });
    });
  }

  #addTag() {
    const entry = /** @type {HTMLInputElement} */ (this.#part(".custom-tag"));
    const tag = entry.value.trim();
    if (tag === "") return;
    entry.value = "";
    if (![...this.rules.tags, ...this.#custom].includes(tag)) this.#custom.push(tag);
    this.#tags.add(tag);
    this.#drawTags();
    this.owner.changed();
  }

  #drawTags() {
    const all = [...this.rules.tags, ...this.#custom];
    this.#part(".tags").hidden = all.length === 0 && !this.rules.allowsCustomTags;
    this.#part(".custom").hidden = !this.rules.allowsCustomTags;
    this.#part(".chips").replaceChildren(...all.map((tag) => chip(tag, this.#tags.has(tag))));
  }

  /** Add a reference. @param {Stretch} stretch */
  refer(stretch) {
    const isKnown = this.references.some(
      ({ startOffset, endOffset }) => startOffset === stretch.startOffset && endOffset === stretch.endOffset,
    );
    if (!isKnown) this.references.push(stretch);
    this.drawReferences();
    this.owner.changed();
  }

  drawReferences() {
    const text = this.passage();
    this.#part(".references ul").replaceChildren(
      ...this.references.map((stretch) =>
        referenceRow(text.slice(stretch.startOffset, stretch.endOffset), () => {
          this.references = this.references.filter((other) => other !== stretch);
          this.drawReferences();
          this.owner.changed();
        }),
      ),
    );
  }

  /** @param {Stretch[]} stretches the sentences of the text */
  offer(stretches) {
    const text = this.passage();
    const options = stretches.map(({ startOffset, endOffset }) =>
      Object.assign(document.createElement("option"), {
        value: `${startOffset} ${endOffset}`,
        textContent: text.slice(startOffset, endOffset),
      }),
    );
    const first = Object.assign(document.createElement("option"), { value: "", textContent: "Add a sentence…" });
    this.#part(".sentence").replaceChildren(first, ...options);
    this.#part(".sentence").hidden = stretches.length === 0;
  }

  /** @param {number} index @param {boolean} mayGo whether it can be removed */
  place(index, mayGo) {
    this.#part(".pair-title").textContent = `Question ${index + 1}`;
    const remove = this.#part(".remove");
    remove.setAttribute("aria-label", `Remove question ${index + 1}`);
    remove.toggleAttribute("disabled", !mayGo);
  }

  #count() {
    for (const [entry, bounds] of this.#bounded()) {
      const line = /** @type {HTMLElement} */ (entry.parentElement?.querySelector(".words"));
      const count = words(entry.value);
      line.textContent = bounds.most === Infinity ? `${count} words` : `${count} of ${bounds.most} words`;
    }
  }

  /** @returns {[HTMLTextAreaElement, Bounds, string][]} */
  #bounded() {
    return [
      [this.question, this.rules.questionWords, "question"],
      [this.answer, this.rules.answerWords, "answer"],
    ];
  }

  /** What is wrong, and where. @returns {{message: string, entry: HTMLTextAreaElement} | null} */
  problem() {
    for (const [entry, { least, most }, what] of this.#bounded()) {
      const count = words(entry.value);
      if (count < least) return { entry, message: `please write ${what === 'answer' ? 'an' : 'a'} ${what} of ${amount(least)} or more` };
      if (count > most) return { entry, message: `please shorten the ${what} to ${amount(most)}` };
    }
    return null;
  }
}

/** @param {string} text */
export function words(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

/** @param {number} count */
const amount = (count) => (count === 1 ? "1 word" : `${count} words`);

/** @param {string} tag @param {boolean} checked */
function chip(tag, checked) {
  const label = document.createElement("label");
  label.className = "chip";
  label.append(Object.assign(document.createElement("input"), { type: "checkbox", value: tag, checked }), tag);
  return label;
}

/** @param {string} text @param {() => void} remove */
function referenceRow(text, remove) {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button icon";
  button.setAttribute("aria-label", `Remove the reference to: ${text}`);
  button.innerHTML = glyph("close");
  button.addEventListener("click", remove);
  row.append(Object.assign(document.createElement("q"), { textContent: text }), button);
  return row;
}
