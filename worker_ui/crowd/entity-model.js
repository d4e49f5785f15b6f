// @ts-check
/**
 * Labelled passages of a text: what may be labelled, and how it is counted.
 *
 * The laws:
 * 1. Offsets in answers and attributes are "Unicode offsets" [D], read as code points [I: consumers slice Python
 *   strings with them]. Inside, positions are JavaScript's UTF-16 units; `Offsets` translates at the edge.
 * 2. A passage begins and ends with something other than white space [G: a double click takes the blank along].
 * 3. "You can select all of a previously highlighted text, but not a portion of it" [D]: a passage that cuts through
 *   another is refused, one around it is accepted, and the same one again changes its label. Where overlaps are
 *   allowed (the newer widget [D: sms-named-entity-recg.md]) a passage may cut through others and bear several labels.
 * 4. Entities are kept, and submitted, by start, then end [O]. What the initial value holds is kept as it is.
 * 5. Every change can be undone.
 */

/**
 * @typedef {{readonly label: string, readonly start: number, readonly end: number}} Entity
 * @typedef {{label: string, full: string, short: string, colour: string}} Label
 */

/** The order in which labels get their colours: those that AWS's samples show, then a few that stay apart. */
export const COLOURS = Object.freeze([
  "#1f77b4",
  "#ff7f0e",
  "#2ca02c",
  "#d62728",
  "#9467bd",
  "#8c564b",
  "#e377c2",
  "#17becf",
  "#bcbd22",
  "#7f7f7f",
]);

/** @param {unknown} item a text, or `{label, shortDisplayName, fullDisplayName}` @param {number} index @returns {Label} */
export function readLabel(item, index) {
  const record = typeof item === "object" && item !== null ? /** @type {Record<string, unknown>} */ (item) : {};
  const label = String(record.label ?? record.name ?? record.value ?? (typeof item === "object" ? "" : item));
  return {
    label,
    full: String(record.fullDisplayName ?? record.longDisplayName ?? label),
    short: String(record.shortDisplayName ?? label),
    colour: COLOURS[index % COLOURS.length] ?? "",
  };
}

/** Translates between code points and UTF-16 units of one text. */
export class Offsets {
  /** Where the surrogate pairs begin. @type {number[]} */
  #pairs = [];

  /** @param {string} text */
  constructor(text) {
    for (const match of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) this.#pairs.push(match.index);
  }

  /** @param {number} units @returns {number} code points before it */
  toPoints(units) {
    return units - count(this.#pairs, (pair) => pair + 1 < units);
  }

  /** @param {number} points @returns {number} UTF-16 units before it */
  toUnits(points) {
    return points + count(this.#pairs, (pair, index) => pair - index < points);
  }
}

/** How many of a sorted list come first. @param {number[]} list @param {(item: number, index: number) => boolean} isBefore */
function count(list, isBefore) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(list[middle] ?? 0, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Entity} one @param {Entity} other */
const byPlace = (one, other) => one.start - other.start || one.end - other.end;

export class EntityModel {
  /** @type {readonly Entity[]} */
  entities = [];
  /** @type {(readonly Entity[])[]} */
  #past = [];
  /** @type {(readonly Entity[])[]} */
  #future = [];

  /** @param {string} text @param {boolean} mayOverlap */
  constructor(text, mayOverlap) {
    this.text = text;
    this.mayOverlap = mayOverlap;
    this.offsets = new Offsets(text);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Start from here, with nothing to undo. @param {unknown} value */
  restart(value) {
    this.entities = this.read(value);
    this.#past = [];
    this.#future = [];
  }

  /** @param {readonly Entity[]} entities */
  replace(entities) {
    this.#past.push(this.entities);
    this.#future = [];
    this.entities = [...entities].sort(byPlace);
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  /** @param {(readonly Entity[])[]} from @param {(readonly Entity[])[]} to */
  #step(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push(this.entities);
    this.entities = state;
  }

  /**
   * Label a passage.
   * @param {number} start @param {number} end UTF-16 units
   * @param {string} label
   * @returns {Entity | string} what was labelled, or a sentence that says why not
   */
  add(start, end, label) {
    const [from, to] = this.#trimmed(start, end);
    if (from >= to) return "There is nothing but white space to label.";
    const entity = Object.freeze({ label, start: from, end: to });
    const same = this.entities.filter((other) => other.start === from && other.end === to);
    const twin = same.find((other) => other.label === label);
    if (twin) return twin;
    if (this.mayOverlap) this.replace([...this.entities, entity]);
    else if (same[0]) return this.relabel(same[0], label);
    else if (this.entities.some((other) => cuts(entity, other)))
      return "Part of that is labelled already. Select all of a labelled passage, or remove its label first.";
    else this.replace([...this.entities, entity]);
    return entity;
  }

  /** @param {Entity} entity @param {string} label @returns {Entity} the one that stands in its place */
  relabel(entity, label) {
    if (entity.label === label) return entity;
    const changed = Object.freeze({ ...entity, label });
    this.replace(this.entities.map((other) => (other === entity ? changed : other)));
    return changed;
  }

  /** @param {readonly Entity[]} doomed */
  remove(doomed) {
    if (doomed.length > 0) this.replace(this.entities.filter((entity) => !doomed.includes(entity)));
  }

  /** The shortest entity around a position. @param {number} at @returns {Entity | undefined} */
  at(at) {
    return this.entities
      .filter((entity) => entity.start <= at && at <= entity.end)
      .sort((one, other) => one.end - one.start - (other.end - other.start))[0];
  }

  /** @param {unknown} value `{entities: […]}` or a list, in code points @returns {Entity[]} those that lie in the text */
  read(value) {
    const list = Array.isArray(value) ? value : /** @type {any} */ (value)?.entities;
    if (!Array.isArray(list)) return [];
    return list
      .map((item) => ({
        label: String(item?.label),
        start: this.offsets.toUnits(Math.max(0, Math.trunc(Number(item?.startOffset)))),
        end: Math.min(this.text.length, this.offsets.toUnits(Math.trunc(Number(item?.endOffset)))),
      }))
      .filter((entity) => entity.start < entity.end)
      .sort(byPlace);
  }

  /** @returns {{entities: {endOffset: number, label: string, startOffset: number}[]}} in code points */
  write() {
    return {
      entities: this.entities.map(({ label, start, end }) => ({
        endOffset: this.offsets.toPoints(end),
        label,
        startOffset: this.offsets.toPoints(start),
      })),
    };
  }

  /** @param {number} start @param {number} end @returns {[number, number]} */
  #trimmed(start, end) {
    const passage = this.text.slice(start, end);
    return [start + passage.length - passage.trimStart().length, start + passage.trimEnd().length];
  }
}

/** Whether a passage takes some of another, but not all. @param {Entity} passage @param {Entity} other */
function cuts(passage, other) {
  const meets = passage.start < other.end && other.start < passage.end;
  return meets && !(passage.start <= other.start && other.end <= passage.end);
}
