// @ts-check
/**
 * Undo and redo. A step knows how to go back and how to go forward again; the history knows their order. A new step
 * after an undo forgets what was undone. The oldest steps are dropped beyond a limit.
 */

const LIMIT = 500;

/**
 * @typedef {object} Step
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {string} name what was done, for the announcement: "Box added"
 */

export class History {
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #undone = [];

  /** @param {() => void} changed called whenever something can be undone or redone that could not before, or no longer */
  constructor(changed) {
    this.changed = changed;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Take note of a step that has just been done. @param {Step} step */
  push(step) {
    this.#done.push(step);
    if (this.#done.length > LIMIT) this.#done.shift();
    this.#undone = [];
    this.changed();
  }

  /** Let the last step go on to where this one leads: a key that is held is one step. @param {Step} step */
  extend(step) {
    const last = this.#done.pop();
    this.push(last ? { ...last, redo: step.redo } : step);
  }

  /** @returns {string} the name of what was undone, "" if there was nothing */
  undo() {
    const step = this.#done.pop();
    if (!step) return "";
    this.#undone.push(step);
    step.undo();
    this.changed();
    return step.name;
  }

  /** @returns {string} the name of what was done again, "" if there was nothing */
  redo() {
    const step = this.#undone.pop();
    if (!step) return "";
    this.#done.push(step);
    step.redo();
    this.changed();
    return step.name;
  }

  clear() {
    this.#done = [];
    this.#undone = [];
    this.changed();
  }
}
