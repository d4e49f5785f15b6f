// @ts-check
/**
 * `<crowd-entity-annotation>`: labels for passages of a text. Answer: `{name: {"entities": [{endOffset, label,
 * startOffset}]}}` (A2I_FACTS J2 [D]); what may be labelled is said in entity-model.js.
 *
 * Two ways to work, as AWS's widget has them [D]: select a passage and press its label, or press a label first and
 * then select passages. A label pressed while a passage or its tag is current changes that one. In the text, the
 * caret moves and selects as in any text field (it is a text field that takes no input), label hotkeys work, Delete
 * removes, Ctrl+Z and Ctrl+Y undo and redo.
 *
 * The widget is self-contained [D]: without a crowd-form around it, it holds one in its own shadow root, with the
 * submit button, where templates put further questions [O]. Inside a crowd-form it is an ordinary field.
 */
import { CrowdWidget, WIDGET_SHEETS } from "./widget.js";
import { ENTITY_SHEET, ENTITY_TEMPLATE, fillLabels, passageRow } from "./entity-chrome.js";
import { EntityModel, readLabel } from "./entity-model.js";
import { EntityText, syncNodes } from "./entity-text.js";
import { KEYS } from "./hotkeys.js";
import { parseJsonish, parseList } from "./jsonish.js";
import { settleForm } from "./own-form.js";
import { reflect } from "./base.js";

/** @typedef {import("./entity-model.js").Entity} Entity */

const PASSAGE_SHOWN = 120;
/** @param {string} label one that the labels do not name */
const unknownLabel = (label) => ({ label, full: label, short: label, colour: "#7f7f7f" });

export class CrowdEntityAnnotation extends CrowdWidget {
  static template = ENTITY_TEMPLATE;
  static sheets = [...WIDGET_SHEETS, ENTITY_SHEET];
  static observedAttributes = ["text", "labels", "initial-value", "header", "disabled", "name"];
  static mayOverlap = false;

  /** @type {unknown[] | null} */
  #given = null;
  /** @type {import("./entity-model.js").Label[]} */
  #labels = [];
  /** The label that further selections get. @type {string | undefined} */
  #active;
  /** @type {Entity | undefined} */
  #current;
  /** @type {EntityModel | undefined} */
  #known;
  /** @type {WeakMap<Entity, {row: HTMLElement, label: import("./entity-model.js").Label}>} */
  #rows = new WeakMap();
  #source = "";
  #drawnLabels = "";
  #text = new EntityText(this.part_(".text"), this.root, (label) => this.#describe(label));
  #onSelection = () => this.#follow();
  #frame = this.part_(".frame");

  /** The labels on offer, as they were given: texts, or objects. @returns {any} */
  get labels() {
    return this.#given ?? this.readAttribute("labels", parseList, []);
  }

  set labels(labels) {
    this.#given = typeof labels === "string" ? parseList(labels) : [...(labels ?? [])];
    this.update();
  }

  /** The answer so far. @returns {ReturnType<EntityModel["write"]>} */
  get value() {
    return this.#model.write();
  }

  set value(value) {
    this.#model.replace(this.#model.read(value));
    this.#draw();
    this.changed(false);
  }

  get _submittableValue() {
    return this.value;
  }

  get isAnswered() {
    return this.#model.entities.length > 0;
  }

  get control() {
    return this.part_(".text");
  }

  get #model() {
    if (!this.#known) this.#read();
    return /** @type {EntityModel} */ (this.#known);
  }

  start() {
    const text = this.part_(".text");
    text.addEventListener("beforeinput", (event) => event.preventDefault());
    text.addEventListener("input", () => {
      this.#text.forget();
      this.#draw();
    });
    for (const type of ["dragstart", "drop"]) text.addEventListener(type, (event) => event.preventDefault());
    text.addEventListener("keydown", (event) => this.#press(event));
    text.addEventListener("mouseup", () => this.#active !== undefined && this.#apply(this.#active));
    text.addEventListener("click", (event) => this.#clickTag(event));
    this.part_(".labels").addEventListener("mousedown", (event) => event.preventDefault());
    this.part_(".labels").addEventListener("click", (event) => this.#clickLabel(event.target));
    this.part_(".list").addEventListener("click", (event) => this.#clickList(event.target));
    this.part_(".undo").addEventListener("click", () => this.#undo());
    this.part_(".redo").addEventListener("click", () => this.#redo());
    this.part_(".work-side").addEventListener("keydown", (event) => this.#undoKey(event));
  }

  connected() {
    settleForm(this, this.#frame);
    super.connected();
    document.addEventListener("selectionchange", this.#onSelection);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("selectionchange", this.#onSelection);
  }

  #read() {
    this.#source = JSON.stringify([this.getAttribute("text"), this.getAttribute("initial-value")]);
    const { mayOverlap } = /** @type {typeof CrowdEntityAnnotation} */ (this.constructor);
    const text = this.getAttribute("text") ?? "";
    this.#known = new EntityModel(text, mayOverlap);
    this.#known.restart(this.readAttribute("initial-value", parseJsonish, []));
    this.#current = undefined;
    this.#text.setText(text);
  }

  update() {
    this.drawHeader();
    const source = JSON.stringify([this.getAttribute("text"), this.getAttribute("initial-value")]);
    if (source !== this.#source || !this.#known) this.#read();
    const state = JSON.stringify(this.labels);
    if (state !== this.#drawnLabels) {
      this.#labels = /** @type {unknown[]} */ (this.labels).map(readLabel);
      fillLabels(this.part_(".labels"), this.#labels);
      this.#drawnLabels = state;
    }
    this.part_(".text").setAttribute("aria-disabled", String(this.isOff));
    for (const button of this.root.querySelectorAll(".option")) button.toggleAttribute("disabled", this.isOff);
    this.#draw();
    this.syncFormValue();
    this.refreshValidity();
  }

  /** @param {string} label */
  #describe(label) {
    return this.#labels.find((known) => known.label === label) ?? unknownLabel(label);
  }

  #draw() {
    const { entities, canUndo, canRedo, text } = this.#model;
    if (this.#current && !entities.includes(this.#current)) this.#current = undefined;
    this.#text.draw(entities);
    this.#text.mark(this.#current);
    this.part_(".count").textContent = String(entities.length);
    syncNodes(
      this.part_(".list"),
      entities.map((entity) => this.#row(entity, text)),
    );
    this.part_(".undo").toggleAttribute("disabled", !canUndo || this.isOff);
    this.part_(".redo").toggleAttribute("disabled", !canRedo || this.isOff);
    this.#drawActive();
  }

  /** @param {Entity} entity @param {string} text */
  #row(entity, text) {
    const known = this.#rows.get(entity);
    const label = this.#describe(entity.label);
    if (known?.label === label) return known.row;
    const row = passageRow(shortened(text.slice(entity.start, entity.end)), label);
    this.#rows.set(entity, { row, label });
    return row;
  }

  #drawActive() {
    this.root.querySelectorAll(".option").forEach((button, index) => {
      button.setAttribute("aria-pressed", String(this.#labels[index]?.label === this.#active));
    });
    this.root.querySelectorAll(".list li").forEach((row, index) => {
      row.classList.toggle("current", this.#current !== undefined && this.#model.entities[index] === this.#current);
    });
  }

  /** The caret moved: what stands under it is the current entity. */
  #follow() {
    const range = this.root.activeElement === this.part_(".text") ? this.#text.selected() : null;
    if (!range) return;
    const stays = this.#current && this.#current.start <= range[0] && range[1] <= this.#current.end;
    if (range[0] !== range[1]) this.#turnTo(undefined);
    else if (!stays) this.#turnTo(this.#model.at(range[0]));
  }

  /** @param {Entity | undefined} entity */
  #turnTo(entity) {
    if (entity === this.#current) return;
    this.#current = entity;
    this.#text.mark(entity);
    this.#drawActive();
  }

  /** @param {string} label @returns {boolean} whether there was a passage to label */
  #apply(label) {
    const range = this.#text.selected();
    if (this.isOff || !range || range[0] === range[1]) return false;
    const result = this.#model.add(range[0], range[1], label);
    if (typeof result === "string") this.#say(result, "error");
    else this.#changedTo(result);
    return true;
  }

  /** @param {Entity} entity */
  #changedTo(entity) {
    this.#current = entity;
    this.#draw();
    this.#text.select(entity.end);
    const passage = shortened(this.#model.text.slice(entity.start, entity.end));
    this.#say(`“${passage}” is labelled ${this.#describe(entity.label).full}.`);
    this.changed();
  }

  /** A label was pressed. @param {string} label */
  #useLabel(label) {
    if (this.isOff || this.#apply(label)) return;
    if (this.#current) {
      this.#changedTo(this.#model.relabel(this.#current, label));
      return;
    }
    this.#active = this.#active === label ? undefined : label;
    this.#drawActive();
    if (this.#active === undefined) this.#say("Select a passage, then press its label.");
    else this.#say(`Every passage that you select now gets the label ${this.#describe(label).full}.`);
  }

  /** @param {readonly Entity[]} doomed */
  #remove(doomed) {
    if (this.isOff || doomed.length === 0) return;
    const at = doomed[0]?.end ?? 0;
    const hadFocus = this.root.activeElement === this.part_(".text");
    this.#model.remove(doomed);
    this.#current = undefined;
    this.#draw();
    if (hadFocus) this.#text.select(at);
    this.#say(doomed.length === 1 ? "The label is removed." : `${doomed.length} labels are removed.`);
    this.changed();
  }

  /** @param {"undo" | "redo"} way */
  #step(way) {
    if (this.isOff || !(way === "undo" ? this.#model.canUndo : this.#model.canRedo)) return;
    const caret = this.root.activeElement === this.part_(".text") ? this.#text.selected() : null;
    this.#model[way]();
    this.#draw();
    if (caret) this.#text.select(caret[1]);
    this.#say(way === "undo" ? "The last change is undone." : "The change is made again.");
    this.changed();
  }

  #undo() {
    this.#step("undo");
  }

  #redo() {
    this.#step("redo");
  }

  /** @param {KeyboardEvent} event */
  #undoKey(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.#redo();
    else this.#undo();
  }

  /** @param {KeyboardEvent} event a key in the text */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Delete" || event.key === "Backspace") this.#removeHere();
    else if (event.key === "Escape") this.#letGo();
    else if (event.key.length !== 1 && event.key !== "Enter") return;
    else this.takeKey(event.key.toLowerCase());
    event.preventDefault();
  }

  #removeHere() {
    const [start, end] = this.#text.selected() ?? [0, 0];
    const inside = this.#model.entities.filter((entity) => start <= entity.start && entity.end <= end);
    this.#remove(start < end ? inside : this.#current ? [this.#current] : []);
  }

  #letGo() {
    const range = this.#text.selected();
    if (range) this.#text.select(range[1]);
    this.#turnTo(undefined);
    this.#active = undefined;
    this.#drawActive();
    this.#say("Select a passage, then press its label.");
  }

  /** @param {MouseEvent} event */
  #clickTag(event) {
    const entity = this.#text.tagged(event.target);
    if (!entity) return;
    if (event.target instanceof HTMLButtonElement) this.#remove([entity]);
    else {
      this.#text.select(entity.end);
      this.#turnTo(entity);
    }
  }

  /** @param {EventTarget | null} target */
  #clickLabel(target) {
    const button = target instanceof Element ? target.closest(".option") : null;
    const index = [...this.root.querySelectorAll(".option")].indexOf(/** @type {Element} */ (button));
    const label = this.#labels[index];
    if (button && label) this.#useLabel(label.label);
  }

  /** @param {EventTarget | null} target */
  #clickList(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    const rows = [...this.root.querySelectorAll(".list li")];
    const index = rows.findIndex((row) => row.contains(button));
    const entity = this.#model.entities[index];
    if (!button || !entity) return;
    if (button.classList.contains("pick")) this.#visit(entity);
    else {
      this.#remove([entity]);
      const next = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll(".list .remove")]);
      (next[Math.min(index, next.length - 1)] ?? this.part_(".text")).focus();
    }
  }

  /** @param {Entity} entity */
  #visit(entity) {
    this.part_(".text").focus({ preventScroll: true });
    this.#text.select(entity.end);
    this.#turnTo(entity);
  }

  /** @param {string} text @param {"error" | "info"} [kind] */
  #say(text, kind = "info") {
    const hint = this.part_(".hint");
    hint.textContent = text;
    hint.dataset.kind = kind;
  }

  /** @param {string} key */
  takeKey(key) {
    const label = key.length === 1 ? this.#labels[KEYS.indexOf(key)] : undefined;
    if (!label || this.isOff) return false;
    this.#useLabel(label.label);
    return true;
  }

  restoreDefault() {
    this.#read();
    this.#active = undefined;
    this.#draw();
  }
}

/** The same with overlaps: what Ground Truth's newer widget allows [I: the tag is named in a public sample only]. */
export class CrowdEntityAnnotator extends CrowdEntityAnnotation {
  static mayOverlap = true;
}

/** @param {string} passage */
function shortened(passage) {
  const line = passage.replace(/\s+/g, " ");
  return line.length <= PASSAGE_SHOWN ? line : `${line.slice(0, PASSAGE_SHOWN)}…`;
}

reflect(CrowdEntityAnnotation, { strings: ["text", "initial-value"] });
