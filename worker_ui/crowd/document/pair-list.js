// @ts-check
/**
 * The pairs of a document as a list of cards: the key, its value to correct, and the verdicts by the names that AWS's
 * instructions use: Yes and No, "Value is blank", "Key not found" [D]. Enter in a value goes on to the next one.
 */
import { sheet } from "../base.js";

/** @typedef {import("./blocks.js").Pair} Pair */
/** @typedef {{mayEditKeys: boolean, mayEditBoxes: boolean, isOff: boolean}} Rights */

export const PAIRS_TEMPLATE = `
  <section class="pairs" part="pairs">
    <p class="name" id="pairs-name" role="heading" aria-level="3">Key-value pairs</p>
    <ol class="cards" aria-labelledby="pairs-name"></ol>
    <p class="none" hidden>There are no key-value pairs to review.</p>
  </section>`;

export const PAIRS_SHEET = sheet(`
  .labels { display: none; }
  @container (min-width: 58.01rem) {
    .desk { grid-template-columns: minmax(0, 1fr) minmax(19rem, 34%); }
    .cards { max-block-size: calc(var(--stage-most) + 2rem); overflow: auto; }
  }
  .cards { display: grid; gap: var(--a2i-space-2); margin: 0; padding: 2px; list-style: none; }
  .none { margin: 0; color: var(--a2i-text-muted); }
  .card { padding: var(--a2i-space-2) var(--a2i-space-3); border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius); background: var(--a2i-surface-raised); }
  .card.current { border-color: var(--a2i-accent); box-shadow: inset 0 0 0 1px var(--a2i-accent); }
  .card.rejected .key-text { text-decoration: line-through; color: var(--a2i-text-muted); }
  .key { display: flex; align-items: baseline; gap: var(--a2i-space-2); margin-block-end: var(--a2i-space-2); }
  .key-text { flex: 1; min-inline-size: 0; margin: 0; font-weight: var(--a2i-weight-medium); overflow-wrap: anywhere; }
  .sure { flex: none; color: var(--a2i-text-muted); font-size: var(--a2i-text-xs); font-variant-numeric: tabular-nums; }
  .sure.low { color: var(--a2i-warning-text); font-weight: var(--a2i-weight-medium); }
  .card textarea, .card input[type="text"] { inline-size: 100%; min-block-size: 40px; padding: 7px var(--a2i-space-3);
    border: 1px solid var(--a2i-line-strong); border-radius: var(--a2i-radius-sm); background: var(--a2i-surface);
    color: var(--a2i-text); font: inherit; line-height: 1.5; resize: none; field-sizing: content; }
  .card :is(textarea, input):disabled { border-color: var(--a2i-line); background: var(--a2i-surface-sunken);
    color: var(--a2i-text-disabled); }
  .verdicts { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--a2i-space-3);
    font-size: var(--a2i-text-sm); }
  .verdicts fieldset { display: flex; align-items: center; gap: var(--a2i-space-2); margin: 0; padding: 0; border: 0; }
  .verdicts label { display: inline-flex; align-items: center; gap: 6px; min-block-size: 36px; cursor: pointer; }
  .verdicts input { inline-size: 18px; block-size: 18px; margin: 0; accent-color: var(--a2i-accent); }
  .asks { color: var(--a2i-text-muted); }
  .boxes { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--a2i-space-3);
    font-size: var(--a2i-text-sm); }
  .boxes .button { min-block-size: 36px; padding: 0; font-size: var(--a2i-text-sm); }
`);

const LOW = 80;

/**
 * @typedef {object} ListOwner
 * @property {(index: number, change: Partial<Pair>, name: string) => void} edit
 * @property {(index: number) => void} turnTo a card has the focus
 * @property {(index: number, part: "key" | "value") => void} drawBox
 */

export class PairList {
  /** @type {Rights} */
  #rights = { mayEditKeys: true, mayEditBoxes: true, isOff: false };

  /** @param {ShadowRoot} root @param {ListOwner} owner */
  constructor(root, owner) {
    this.holder = /** @type {HTMLElement} */ (root.querySelector(".cards"));
    this.empty = /** @type {HTMLElement} */ (root.querySelector(".pairs .none"));
    this.owner = owner;
    this.holder.addEventListener("focusin", (event) => owner.turnTo(this.#indexOf(event.target)));
    this.holder.addEventListener("input", (event) => this.#typed(event.target));
    this.holder.addEventListener("change", (event) => this.#changed(event.target));
    this.holder.addEventListener("click", (event) => this.#clicked(event.target));
    this.holder.addEventListener("keydown", (event) => this.#enter(event));
  }

  /** @param {readonly Pair[]} pairs @param {Rights} rights */
  build(pairs, rights) {
    this.#rights = rights;
    this.holder.replaceChildren(...pairs.map((pair, index) => card(pair, index, rights)));
    this.empty.hidden = pairs.length > 0;
    pairs.forEach((pair, index) => this.show(index, pair));
  }

  /** Bring a card in line with its pair. @param {number} index @param {Pair} pair */
  show(index, pair) {
    const found = this.#card(index);
    if (!found) return;
    found.classList.toggle("rejected", !pair.isValid || pair.isNotFound);
    for (const [selector, value] of /** @type {[string, string][]} */ ([
      [".value-input", pair.isBlank ? "" : pair.valueText],
      [".key-input", pair.keyText],
    ])) {
      const field = /** @type {HTMLTextAreaElement | null} */ (found.querySelector(selector));
      if (field && field.value !== value) field.value = value;
    }
    const { isOff } = this.#rights;
    const isBarred = isOff || !pair.isValid || pair.isNotFound;
    for (const [selector, isOn, isDisabled] of /** @type {[string, boolean, boolean][]} */ ([
      [".yes", pair.isValid, isOff],
      [".no", !pair.isValid, isOff],
      [".blank", pair.isBlank, isBarred],
      [".not-found", pair.isNotFound, isOff],
      [".selected", pair.isSelected, isBarred],
    ])) {
      const box = /** @type {HTMLInputElement | null} */ (found.querySelector(selector));
      if (box) Object.assign(box, { checked: isOn, disabled: isDisabled });
    }
    for (const field of found.querySelectorAll("textarea, input[type=text]"))
      /** @type {HTMLInputElement} */ (field).disabled = isBarred;
  }

  /**
   * Mark a card. Nothing moves where the focus is there already: what is being pressed must stay under the pointer.
   * @param {number} index @param {boolean} isFocused whether to put the focus there as well
   */
  turnTo(index, isFocused) {
    [...this.holder.children].forEach((each, at) => each.classList.toggle("current", at === index));
    const found = this.#card(index);
    if (isFocused) this.control(index)?.focus({ preventScroll: true });
    if (!found?.matches(":focus-within")) found?.scrollIntoView({ block: "nearest" });
  }

  /** Where a pair is worked on. @param {number} index @returns {HTMLElement | null} */
  control(index) {
    return this.#card(index)?.querySelector("textarea:enabled, .selected:enabled, .no, .not-found") ?? null;
  }

  /** @param {number} index @returns {HTMLElement | undefined} */
  #card(index) {
    return /** @type {HTMLElement | undefined} */ (this.holder.children[index]);
  }

  /** @param {EventTarget | null} target */
  #indexOf(target) {
    const found = target instanceof Element ? target.closest(".card") : null;
    return found ? [...this.holder.children].indexOf(found) : -1;
  }

  /** A text that is being typed counts at once; it becomes a step of the history when the field is left. @param {EventTarget | null} target */
  #typed(target) {
    const index = this.#indexOf(target);
    if (!(target instanceof HTMLElement) || !target.matches("textarea, .key-input")) return;
    const { value } = /** @type {HTMLInputElement} */ (target);
    if (target.matches(".key-input")) this.owner.edit(index, { keyText: value.trim() }, "");
    else this.owner.edit(index, { valueText: value.replace(/\s*\n\s*/g, " "), isBlank: value.trim() === "" && !isAdded(target) }, "");
  }

  /** @param {EventTarget | null} target */
  #changed(target) {
    const index = this.#indexOf(target);
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    const isOn = target instanceof HTMLInputElement && target.checked;
    if (target.matches(".yes, .no")) this.owner.edit(index, { isValid: target.matches(".yes") }, "Verdict changed");
    else if (target.matches(".blank")) this.owner.edit(index, { isBlank: isOn }, "Verdict changed");
    else if (target.matches(".not-found")) this.owner.edit(index, { isNotFound: isOn }, "Verdict changed");
    else if (target.matches(".selected")) this.owner.edit(index, { isSelected: isOn }, "Selection changed");
    else this.owner.edit(index, {}, "Text changed");
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button) this.owner.drawBox(this.#indexOf(button), button.classList.contains("draw-key") ? "key" : "value");
  }

  /** @param {KeyboardEvent} event */
  #enter(event) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    this.control(this.#indexOf(event.target) + (event.shiftKey ? -1 : 1))?.focus();
  }
}

/** @param {HTMLElement} field */
const isAdded = (field) => field.closest(".card")?.querySelector(".not-found") !== null;

/** @param {Pair} pair @param {number} index @param {Rights} rights */
function card(pair, index, rights) {
  const added = pair.keyId === "";
  const made = document.createElement("li");
  made.className = "card";
  made.innerHTML = `
    <div class="key">${rights.mayEditKeys && !added ? '<input type="text" class="key-input" aria-label="Key">' : '<p class="key-text"></p>'}<span class="sure"></span></div>
    ${pair.selectionId ? "" : '<textarea class="value-input" rows="1" spellcheck="false"></textarea>'}
    <div class="verdicts">
      ${pair.selectionId ? '<label><input type="checkbox" class="selected">Selected</label>' : ""}
      ${added ? '<label><input type="checkbox" class="not-found">Key not found</label>' : yesNo(index)}
      ${pair.selectionId ? "" : '<label><input type="checkbox" class="blank">Value is blank</label>'}
    </div>
    ${rights.mayEditBoxes || added ? '<div class="boxes"><span class="asks" aria-hidden="true">Draw</span><button type="button" class="button link draw-key" aria-label="Draw the key’s box">Key’s box</button><button type="button" class="button link draw-value" aria-label="Draw the value’s box">Value’s box</button></div>' : ""}`;
  const name = made.querySelector(".key-text");
  if (name) name.textContent = pair.keyText;
  made.querySelector("textarea, .selected")?.setAttribute("aria-label", pair.selectionId ? `${pair.keyText} is selected` : `Value of ${pair.keyText}`);
  made.querySelector("fieldset")?.setAttribute("aria-label", `Is ${pair.keyText} a valid key-value pair?`);
  tellConfidence(/** @type {HTMLElement} */ (made.querySelector(".sure")), pair);
  return made;
}

/** @param {number} index */
const yesNo = (index) =>
  `<fieldset role="radiogroup"><span class="asks" aria-hidden="true">Valid pair?</span>
    <label><input type="radio" class="yes" name="valid-${index}">Yes</label>
    <label><input type="radio" class="no" name="valid-${index}">No</label></fieldset>`;

/** @param {HTMLElement} line @param {Pair} pair */
function tellConfidence(line, pair) {
  line.textContent = pair.keyId === "" ? "to be found" : pair.confidence === null ? "" : `${Math.round(pair.confidence)}% sure`;
  line.classList.toggle("low", pair.keyId === "" || (pair.confidence ?? 100) < LOW);
}
