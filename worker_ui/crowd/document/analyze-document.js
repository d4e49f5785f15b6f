// @ts-check
/**
 * `<crowd-textract-analyze-document>`: review the key-value pairs that Textract found in a document. Answer:
 * `{"AWS/Textract/AnalyzeDocument/Forms/V1": {"blocks": […]}}` [D]; what becomes of a correction is said in blocks.js.
 *
 * Attributes: `src`, `header`, `initial-value` (the blocks), `keys` (important keys, to be found when they are missing),
 * `block-types` (only KEY_VALUE_SET is supported [D]), `no-key-edit`, `no-geometry-edit`; the guide's headings spell some
 * of them `initialValue` and `blockTypes`, which works too.
 *
 * A missing key must be given a value, be blank or be "Key not found" before submitting [G]. Emptying a value chooses
 * "Value is blank" [G].
 *
 * Keys: V selects, B draws the box of the chosen part. On the image the arrow keys move the chosen box, with Shift they
 * change its size; where it may not be changed, they move the view. Enter makes a box where there is none.
 */
import { reflect } from "../base.js";
import { parseJsonish, parseList } from "../jsonish.js";
import { CrowdAnnotator } from "../stage/annotator.js";
import { annotatorTemplate } from "../stage/chrome.js";
import { isSettled, missingPairs, readBlocks, readPairs, writeBlocks } from "./blocks.js";
import * as boxes from "./boxes.js";
import { PAIRS_SHEET, PAIRS_TEMPLATE, PairList } from "./pair-list.js";

/** @typedef {import("./blocks.js").Pair} Pair */
/** @typedef {import("../stage/stage.js").StagePoint} StagePoint */

const ANSWER_NAME = "AWS/Textract/AnalyzeDocument/Forms/V1";
const SUPPORTED = "KEY_VALUE_SET";
const PAN_STEP = 60;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class CrowdAnalyzeDocument extends CrowdAnnotator {
  static template = annotatorTemplate(PAIRS_TEMPLATE);
  static sheets = [...CrowdAnnotator.sheets, PAIRS_SHEET];
  static observedAttributes = [
    ...CrowdAnnotator.observedAttributes,
    ...["initialvalue", "keys", "block-types", "blocktypes", "no-key-edit", "no-geometry-edit"],
  ];

  /** @type {import("./blocks.js").Block[]} */
  #blocks = [];
  /** @type {Pair[]} */
  #before = [];
  /** @type {Pair[]} */
  #pairs = [];
  #current = -1;
  /** @type {boxes.Part} */
  #part = "value";
  /** @type {{index: number, pair: Pair} | null} */
  #typing = null;
  /** @type {import("./blocks.js").Box | null} */
  #sketch = null;
  #drawn = "";
  #list = new PairList(this.root, {
    edit: (index, change, name) => this.#edit(index, change, name),
    turnTo: (index) => this.#turnTo(index, this.#part, false),
    drawBox: (index, part) => this.#askForBox(index, part),
  });

  /** The key of the answer; a `name` attribute overrides it [G]. */
  get name() {
    return this.getAttribute("name") || ANSWER_NAME;
  }

  set name(name) {
    this.setAttribute("name", String(name));
  }

  tools() {
    return [
      { id: "select", title: "Select a pair", icon: "select", key: "V", isTool: true },
      { id: "box", title: "Draw a box", icon: "box", key: "B", isTool: true },
    ];
  }

  /** The answer so far. @returns {{blocks: import("./blocks.js").Block[]}} */
  get value() {
    return { blocks: writeBlocks(this.#blocks, this.#before, this.#pairs) };
  }

  set value(value) {
    this.#begin(readBlocks(value));
    this.changed(false);
  }

  /** The pairs with their verdicts, which the blocks do not tell. @returns {any} */
  get draft() {
    return this.#pairs;
  }

  set draft(state) {
    if (!Array.isArray(state) || state.length !== this.#pairs.length) return;
    this.#pairs = [...state];
    this.#list.build(this.#pairs, this.#rights);
    this.changed(false);
    this.stage.redraw("work", "live");
  }

  get #rights() {
    return {
      mayEditKeys: !this.hasAttribute("no-key-edit"),
      mayEditBoxes: !this.hasAttribute("no-geometry-edit"),
      isOff: this.isOff,
    };
  }

  get _submittableValue() {
    return this.value;
  }

  get isAnswered() {
    return this.history.canUndo;
  }

  update() {
    const names = ["initial-value", "initialvalue", "keys", "block-types", "blocktypes", "no-key-edit", "no-geometry-edit"];
    const state = JSON.stringify([...names.map((name) => this.getAttribute(name)), this.isOff]);
    if (state !== this.#drawn) {
      this.#drawn = state;
      this.#checkTypes();
      this.#begin(readBlocks(this.#parsedAttribute("initial-value", parseJsonish, [])));
    }
    super.update();
  }

  /** @template T @param {string} name @param {(text: string) => T} parse @param {T} fallback @returns {T} */
  #parsedAttribute(name, parse, fallback) {
    const text = (this.getAttribute(name) ?? this.getAttribute(name.replace("-", "")) ?? "").trim();
    this.complainAbout(name, "");
    if (text === "" || text === "null") return fallback;
    try {
      return parse(text);
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      this.complainAbout(name, `The ${name} attribute of this ${this.localName} cannot be read: ${reason}.`);
      return fallback;
    }
  }

  #checkTypes() {
    const types = this.#parsedAttribute("block-types", parseList, []);
    const isRight = types.length === 0 || types.includes(SUPPORTED);
    if (!isRight) this.complainAbout("block-types", `Of block-types only ${SUPPORTED} is supported.`);
  }

  /** @param {import("./blocks.js").Block[]} blocks */
  #begin(blocks) {
    const found = readPairs(blocks);
    this.#blocks = blocks;
    this.#before = [...found, ...missingPairs(this.#parsedAttribute("keys", parseList, []), found)];
    this.#pairs = [...this.#before];
    this.#current = -1;
    this.#typing = null;
    this.history.clear();
    this.#list.build(this.#pairs, this.#rights);
    this.stage.redraw("work", "live");
  }

  /** @param {Pair | undefined} pair */
  #mayDraw(pair) {
    return pair !== undefined && !this.isOff && (pair.keyId === "" || !this.hasAttribute("no-geometry-edit"));
  }

  /**
   * Change a pair. A name makes it a step of the history; without one the step is still to come, when the text is done.
   * @param {number} index @param {Partial<Pair>} change @param {string} name
   */
  #edit(index, change, name) {
    const pair = this.#pairs[index];
    if (!pair || this.isOff) return;
    const before = this.#typing?.index === index ? this.#typing.pair : pair;
    const after = { ...pair, ...change };
    this.#put(index, after);
    if (name === "") this.#typing = { index, pair: before };
    else this.#step(index, before, after, name);
    this.changed(name !== "");
  }

  /** @param {number} index @param {Pair} before @param {Pair} after @param {string} name */
  #step(index, before, after, name) {
    this.#typing = null;
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const travel = (/** @type {Pair} */ pair) => {
      this.#put(index, pair);
      this.#turnTo(index, this.#part, false);
      this.changed();
    };
    this.history.push({ name, undo: () => travel(before), redo: () => travel(after) });
  }

  /** A button or key of the toolbar comes after what was being typed. @param {string} id */
  pressed(id) {
    if (this.#typing) this.#edit(this.#typing.index, {}, "Text changed");
    super.pressed(id);
  }

  /** @param {number} index @param {Pair} pair */
  #put(index, pair) {
    this.#pairs[index] = pair;
    this.#list.show(index, pair);
    this.stage.redraw("work", "live");
  }

  /** @param {number} index @param {boxes.Part} part @param {boolean} isFocused */
  #turnTo(index, part, isFocused) {
    const isNew = index !== this.#current;
    this.#current = index;
    this.#part = part;
    this.#list.turnTo(index, isFocused);
    const pair = this.#pairs[index];
    const box = pair && (pair.valueBox ?? pair.keyBox);
    if (isNew && box && !this.stage.isDragging) this.stage.reveal(boxes.boundsOf(box, this.stage.viewport));
    this.stage.redraw("work", "live");
    this.refresh();
  }

  /** @param {number} index @param {boxes.Part} part */
  #askForBox(index, part) {
    this.#turnTo(index, part, false);
    this.chooseTool("box");
    this.stage.view.focus();
    this.refresh();
  }

  /** @param {CanvasRenderingContext2D} context @param {import("../stage/viewport.js").Viewport} viewport */
  paintWork(context, viewport) {
    boxes.drawPairs(context, viewport, this.#pairs, this.#current);
  }

  /** @param {CanvasRenderingContext2D} context @param {import("../stage/viewport.js").Viewport} viewport */
  paintLive(context, viewport) {
    const colour = boxes.COLOURS[this.#part];
    if (this.#sketch) boxes.drawBox(context, viewport, this.#sketch, colour, true);
    const box = this.#chosenBox();
    if (box && !this.#sketch && this.#mayDraw(this.#pairs[this.#current])) boxes.drawGrips(context, viewport, box, colour);
  }

  #chosenBox() {
    const pair = this.#pairs[this.#current];
    return pair ? boxes.boxOfPart(pair, this.#part) : null;
  }

  /** @param {StagePoint | null} point */
  hover(point) {
    if (!point) return "default";
    if (this.tool === "box") return this.#mayDraw(this.#pairs[this.#current]) ? "crosshair" : "not-allowed";
    return boxes.partAt(this.#pairs, point, this.stage.viewport) ? "pointer" : "default";
  }

  /** @param {StagePoint} point */
  press(point) {
    if (this.tool === "box") return this.#drawing(point);
    const box = this.#chosenBox();
    const mayDraw = this.#mayDraw(this.#pairs[this.#current]);
    const anchor = box && mayDraw ? boxes.anchorAt(box, point, this.stage.viewport) : null;
    if (anchor) return this.#drawing(anchor);
    const found = boxes.partAt(this.#pairs, point, this.stage.viewport);
    if (!found) return null;
    const isChosen = found.index === this.#current && found.part === this.#part;
    this.#turnTo(found.index, found.part, false);
    if (isChosen && mayDraw && box) return this.#moving(point, box);
    return { end: () => this.#turnTo(found.index, found.part, true) };
  }

  /** @param {import("./boxes.js").Point} from @returns {import("../stage/stage.js").Drag | null} */
  #drawing(from) {
    if (!this.#mayDraw(this.#pairs[this.#current])) return null;
    return this.#sketching(
      (point) => boxes.boxBetween(from, point, this.stage.viewport),
      (box) => boxes.isMeant(box, this.stage.viewport),
    );
  }

  /** @param {StagePoint} from @param {import("./blocks.js").Box} box */
  #moving(from, box) {
    return this.#sketching(
      (point) => boxes.movedBox(box, point.x - from.x, point.y - from.y, this.stage.viewport),
      (moved) => moved.left !== box.left || moved.top !== box.top,
    );
  }

  /**
   * @param {(point: StagePoint) => import("./blocks.js").Box} shape
   * @param {(box: import("./blocks.js").Box) => boolean} isMeant
   * @returns {import("../stage/stage.js").Drag}
   */
  #sketching(shape, isMeant) {
    const move = (/** @type {StagePoint} */ point) => {
      this.#sketch = shape(point);
      this.stage.redraw("live");
    };
    const cancel = () => {
      this.#sketch = null;
      this.stage.redraw("live");
    };
    const end = (/** @type {StagePoint} */ point) => {
      const box = shape(point);
      cancel();
      if (isMeant(box)) this.#putBox(box);
    };
    return { move, end, cancel };
  }

  /** @param {import("./blocks.js").Box} box */
  #putBox(box) {
    this.#edit(this.#current, this.#part === "key" ? { keyBox: box } : { valueBox: box }, "Box changed");
    this.say(`The ${this.#part}’s box is changed.`);
    if (this.tool === "box") this.chooseTool("select");
  }

  /** @param {KeyboardEvent} event */
  viewKeyPressed(event) {
    const arrow = ARROWS[event.key];
    const pair = this.#pairs[this.#current];
    const box = this.#mayDraw(pair) ? this.#chosenBox() : null;
    if (event.key === "Enter" && this.#mayDraw(pair) && !box) this.#putBox(this.#middle());
    else if (event.key === "Escape") return this.stage.cancel();
    else if (!arrow) return false;
    else if (!box) this.stage.panBy(-arrow[0] * PAN_STEP, -arrow[1] * PAN_STEP);
    else if (event.shiftKey) this.#putBox(boxes.grownBox(box, arrow[0], arrow[1], this.stage.viewport));
    else this.#putBox(boxes.movedBox(box, arrow[0], arrow[1], this.stage.viewport));
    return true;
  }

  /** A box in the middle of what is in sight. */
  #middle() {
    const { left, top, right, bottom } = this.stage.viewport.visible();
    const [width, height] = [(right - left) / 8, (bottom - top) / 16];
    const from = { x: (left + right - width) / 2, y: (top + bottom - height) / 2 };
    return boxes.boxBetween(from, { x: from.x + width, y: from.y + height }, this.stage.viewport);
  }

  hintText() {
    const pair = this.#pairs[this.#current];
    if (this.tool === "box" && !pair) return "Choose a pair in the list first.";
    if (this.tool === "box")
      return this.#mayDraw(pair) ? `Drag around the ${this.#part} of “${pair?.keyText}”.` : "This pair’s boxes cannot be changed.";
    return "Press a box to go to its pair; a blue box is a key, a green one its value.";
  }

  get control() {
    const open = this.#pairs.findIndex((pair) => !isSettled(pair));
    return (open >= 0 && this.#list?.control(open)) || super.control;
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.control?.focus(options);
  }

  complaint() {
    const open = this.#pairs.find((pair) => !isSettled(pair));
    if (super.complaint() || !open) return super.complaint();
    return `Please give the value of “${open.keyText}”, or choose “Key not found” or “Value is blank”.`;
  }

  restoreDefault() {
    super.restoreDefault();
    this.#drawn = "";
    this.update();
  }
}

reflect(CrowdAnalyzeDocument, { strings: ["initial-value", "keys", "block-types"], booleans: ["no-key-edit", "no-geometry-edit"] });
