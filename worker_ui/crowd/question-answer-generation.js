// @ts-check
/**
 * `<crowd-question-answer-generation>`: write questions and answers about a text, tag them, and mark what they refer to
 * (A2I_FACTS K.10; attributes [D]). `text`, `min-questions` (1), `max-questions`, `question-min-words` (1),
 * `question-max-words`, `answer-min-words` (1), `answer-max-words`, `question-tags`, `allow-custom-question-tags`.
 *
 * Answer: `{name: {"questionAnswers": [{"question", "answer", "tags": […], "references": [{"startOffset",
 * "endOffset"}]}]}}` [G: nobody publishes the form]. Cards beyond the least number that were left empty do not count.
 */
import { reflect } from "./base.js";
import { parseList } from "./jsonish.js";
import { drawPassage, selectedStretch, sentences } from "./passage.js";
import { QuestionCard } from "./question-card.js";
import { QUESTION_SHEET, QUESTION_TEMPLATE } from "./question-chrome.js";
import { TextBoundField } from "./reference-text.js";
import { WIDGET_SHEETS } from "./widget.js";

const NUMBERS = {
  "min-questions": 1,
  "max-questions": Infinity,
  "question-min-words": 1,
  "question-max-words": Infinity,
  "answer-min-words": 1,
  "answer-max-words": Infinity,
};

export class CrowdQuestionAnswerGeneration extends TextBoundField {
  static template = QUESTION_TEMPLATE;
  static sheets = [...WIDGET_SHEETS, QUESTION_SHEET];
  static observedAttributes = [
    ...Object.keys(NUMBERS),
    "text",
    "question-tags",
    "allow-custom-question-tags",
    "disabled",
    "name",
    "header",
  ];

  /** @type {QuestionCard[]} */
  #cards = [];
  /** @type {QuestionCard | null} */
  #current = null;
  /** @type {import("./passage.js").Stretch | null} */
  #selected = null;
  #rules = "";
  #watchSelection = () => this.#noteSelection();

  /** @param {keyof typeof NUMBERS} name */
  #number(name) {
    const given = this.getAttribute(name);
    const number = Number(given);
    return given === null || given.trim() === "" || !Number.isFinite(number) ? NUMBERS[name] : Math.max(0, number);
  }

  /** @returns {import("./question-card.js").Rules} */
  get rules() {
    const allowed = this.getAttribute("allow-custom-question-tags");
    return {
      questionWords: { least: this.#number("question-min-words"), most: this.#number("question-max-words") },
      answerWords: { least: this.#number("answer-min-words"), most: this.#number("answer-max-words") },
      tags: this.readAttribute("question-tags", (text) => parseList(text).map(String), []),
      allowsCustomTags: allowed !== null && allowed !== "false",
    };
  }

  /** The answer so far. @returns {{questionAnswers: import("./question-card.js").Pair[]} | undefined} */
  get value() {
    const pairs = this.#cards.filter((card) => !card.isEmpty).map((card) => card.value);
    return pairs.length === 0 ? undefined : { questionAnswers: pairs };
  }

  set value(value) {
    this.#cards = (value?.questionAnswers ?? []).map((pair) => Object.assign(this.#makeCard(), { value: pair }));
    this.#fill();
    this.changed(false);
  }

  get _submittableValue() {
    return this.value;
  }

  get control() {
    return this.#problem()?.entry ?? this.#cards[0]?.question ?? null;
  }

  /** It takes no hotkeys, so it never stands in the way of a widget that does. */
  get isAnswered() {
    return true;
  }

  start() {
    this.part_(".add").addEventListener("click", () => {
      const card = this.#makeCard();
      this.#cards.push(card);
      this.#fill();
      card.question.focus();
    });
    const take = this.part_(".take");
    take.addEventListener("pointerdown", (event) => event.preventDefault());
    take.addEventListener("click", () => this.#takeSelection());
  }

  connected() {
    super.connected();
    document.addEventListener("selectionchange", this.#watchSelection);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("selectionchange", this.#watchSelection);
  }

  #makeCard() {
    return new QuestionCard(this.rules, () => this.text_, {
      changed: () => this.#changed(),
      removed: (card) => this.#remove(card),
      entered: (card) => this.#enter(card),
    });
  }

  #changed() {
    this.#draw();
    this.changed();
  }

  /** @param {QuestionCard} card */
  #remove(card) {
    const index = this.#cards.indexOf(card);
    this.#cards = this.#cards.filter((other) => other !== card);
    this.#fill();
    (this.#cards[index] ?? this.#cards.at(-1))?.question.focus();
    this.changed();
  }

  /** @param {QuestionCard} card */
  #enter(card) {
    if (this.#current === card) return;
    this.#current = card;
    this.#draw();
  }

  /** As many cards as there must be, each in its place. */
  #fill() {
    const least = Math.max(1, this.#number("min-questions"));
    while (this.#cards.length < least) this.#cards.push(this.#makeCard());
    if (!this.#current || !this.#cards.includes(this.#current)) this.#current = this.#cards[0] ?? null;
    const stretches = sentences(this.text_);
    this.#cards.forEach((card, index) => {
      card.place(index, this.#cards.length > least);
      card.offer(stretches);
      card.drawReferences();
    });
    const list = this.part_(".pairs");
    const elements = this.#cards.map((card) => card.element);
    if (elements.length !== list.children.length || elements.some((element, index) => list.children[index] !== element))
      list.replaceChildren(...elements);
    this.part_(".add").toggleAttribute("disabled", this.isOff || this.#cards.length >= this.#number("max-questions"));
    this.#draw();
  }

  /** The text with what the current card refers to. */
  #draw() {
    drawPassage(this.part_(".passage"), this.text_, this.#current?.references ?? []);
    for (const card of this.#cards) card.element.classList.toggle("is-current", card === this.#current && this.#cards.length > 1);
    this.#noteSelection();
  }

  #noteSelection() {
    this.#selected = this.isOff ? null : selectedStretch(this.part_(".passage"));
    this.part_(".selection").hidden = this.#selected === null;
    if (!this.#selected) return;
    const number = this.#cards.indexOf(/** @type {QuestionCard} */ (this.#current)) + 1;
    this.part_(".excerpt").textContent = this.text_.slice(this.#selected.startOffset, this.#selected.endOffset);
    this.part_(".take").textContent = `Refer to it in question ${number}`;
  }

  #takeSelection() {
    if (this.#selected) this.#current?.refer(this.#selected);
    document.getSelection()?.removeAllRanges();
    this.#noteSelection();
  }

  update() {
    this.takeText_();
    this.drawHeader();
    const state = JSON.stringify([this.rules, this.text_]);
    if (state !== this.#rules) {
      this.#rules = state;
      const kept = this.#cards.filter((card) => !card.isEmpty).map((card) => card.value);
      this.#cards = kept.map((pair) => Object.assign(this.#makeCard(), { value: pair }));
    }
    this.#fill();
    this.part_(".cards").toggleAttribute("inert", this.isOff);
    this.syncFormValue();
    this.refreshValidity();
  }

  /** The first thing that is wrong. @returns {{message: string, entry: HTMLTextAreaElement} | null} */
  #problem() {
    const least = this.#number("min-questions");
    const most = this.#number("max-questions");
    const wanted = this.#cards.filter((card, index) => index < least || !card.isEmpty);
    for (const card of wanted) {
      const problem = card.problem();
      if (problem) return { entry: problem.entry, message: `Question ${this.#cards.indexOf(card) + 1}: ${problem.message}.` };
    }
    const extra = wanted[most];
    return extra ? { entry: extra.question, message: `Please write ${most} questions at most.` } : null;
  }

  complaint() {
    return this.#problem()?.message ?? "";
  }

  restoreDefault() {
    this.#cards = [];
    this.#fill();
  }
}

reflect(CrowdQuestionAnswerGeneration, { strings: ["text"] });
