// @ts-check
/**
 * Textract's blocks as key-value pairs that a person can review, and back.
 *
 * What is read: a KEY_VALUE_SET block of entity type KEY is a pair; its words, and those of the blocks that it names
 * as VALUE, are its texts. A value that is a SELECTION_ELEMENT is a box that is ticked or not.
 *
 * What is written: all blocks that came in, camelCase, in their order [D: responses "for all blocks sent"], with the
 * reviewer's word put in [G in detail, built so that public readers of A2I's output work: they join the WORD blocks
 * of a block's CHILD list, skip a VALUE without relationships, and read `confidence` and `text`]:
 * - a corrected text changes the words that it can keep, adds blocks for words that are new, and stands as `text` on
 *   the KEY_VALUE_SET block [D: so does the guide's sample];
 * - "Value is blank" takes the value's CHILD list away and sets its `text` to "";
 * - "No", not a pair: both blocks go, and every mention of them;
 * - a key that was missing and has been found gives a KEY, a VALUE and their words, of confidence 100, with the boxes
 *   that were drawn; "Key not found" gives nothing.
 */

/** @typedef {Record<string, any>} Block */
/** @typedef {{left: number, top: number, width: number, height: number}} Box in shares of the image, 0 to 1 */
/**
 * @typedef {object} Pair
 * @property {string} keyId "" if the pair was added
 * @property {string[]} valueIds
 * @property {string} keyText
 * @property {string} valueText
 * @property {string} selectionId of a value that is a box to tick, else ""
 * @property {boolean} isSelected
 * @property {number | null} confidence 0 to 100
 * @property {boolean} isValid
 * @property {boolean} isBlank
 * @property {boolean} isNotFound
 * @property {Box | null} keyBox
 * @property {Box | null} valueBox
 */

/** @param {Block} block @param {string} type @returns {string[]} */
function related(block, type) {
  const lists = (block.relationships ?? []).filter((/** @type {Block} */ each) => each.type === type);
  return lists.flatMap((/** @type {Block} */ each) => each.ids ?? []);
}

/** @param {readonly Block[]} blocks */
const byId = (blocks) => new Map(blocks.map((block) => [String(block.id), block]));

/** @param {Block} block @returns {boolean} */
const isKey = (block) => block.blockType === "KEY_VALUE_SET" && (block.entityTypes ?? []).includes("KEY");

/** @param {Block | undefined} block @returns {Box | null} */
function boxOf(block) {
  const { boundingBox, polygon } = block?.geometry ?? {};
  if (boundingBox) {
    const { left = 0, top = 0, width = 0, height = boundingBox.weight ?? 0 } = boundingBox;
    return { left, top, width, height };
  }
  if (!Array.isArray(polygon) || polygon.length === 0) return null;
  const [xs, ys] = [polygon.map((point) => point.x), polygon.map((point) => point.y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** @param {unknown} value a list, or `{blocks: […]}` @returns {Block[]} */
export function readBlocks(value) {
  const list = Array.isArray(value) ? value : /** @type {any} */ (value)?.blocks;
  return Array.isArray(list) ? list.filter((block) => typeof block === "object" && block !== null) : [];
}

/** @param {readonly Block[]} blocks @returns {Pair[]} */
export function readPairs(blocks) {
  const known = byId(blocks);
  return blocks.filter(isKey).map((key) => pairOf(key, known));
}

/** @param {Block} key @param {Map<string, Block>} known @returns {Pair} */
function pairOf(key, known) {
  const values = related(key, "VALUE").flatMap((id) => known.get(id) ?? []);
  const parts = values.flatMap((value) => related(value, "CHILD").flatMap((id) => known.get(id) ?? []));
  const selection = parts.find((part) => part.blockType === "SELECTION_ELEMENT");
  const valueText = values.map((value) => textOf(value, known)).join(" ").trim();
  const confidences = [key, ...values].map((block) => block.confidence).filter((each) => typeof each === "number");
  return {
    keyId: String(key.id),
    valueIds: values.map((value) => String(value.id)),
    keyText: textOf(key, known),
    valueText,
    selectionId: selection && valueText === "" ? String(selection.id) : "",
    isSelected: selection?.selectionStatus === "SELECTED",
    confidence: confidences.length > 0 ? Math.min(...confidences) : null,
    isValid: true,
    isBlank: valueText === "" && !selection,
    isNotFound: false,
    keyBox: boxOf(key),
    valueBox: boxOf(values[0]),
  };
}

/** @param {Block} block @param {Map<string, Block>} known */
function textOf(block, known) {
  const words = related(block, "CHILD").flatMap((id) => known.get(id)?.text ?? []);
  return words.length > 0 ? words.join(" ") : String(block.text ?? "");
}

/**
 * The keys of the `keys` attribute that no pair has: neither by name nor by an alias.
 * @param {readonly unknown[]} keys `{importantFormKey, importantFormKeyAliases}`, or texts
 * @param {readonly Pair[]} pairs
 * @returns {Pair[]} pairs to be found
 */
export function missingPairs(keys, pairs) {
  const there = new Set(pairs.map((pair) => plain(pair.keyText)));
  const missing = keys.filter((key) => !namesOf(key).some((name) => there.has(plain(name))));
  return missing.map((key) => addedPair(namesOf(key)[0] ?? "")).filter((pair) => pair.keyText !== "");
}

/** @param {unknown} key @returns {string[]} the name and its aliases */
function namesOf(key) {
  if (typeof key !== "object" || key === null) return [String(key)];
  const { importantFormKey, importantFormKeyAliases } = /** @type {Record<string, any>} */ (key);
  return [importantFormKey, ...(importantFormKeyAliases ?? [])].filter((name) => name !== undefined).map(String);
}

/** @param {string} text as keys are compared: case, blanks and the colon at the end do not count [G] */
const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").replace(/[\s:]+$/, "").trim();

/** @param {string} keyText @returns {Pair} */
function addedPair(keyText) {
  return {
    ...{ keyId: "", valueIds: [], keyText, valueText: "", selectionId: "", isSelected: false, confidence: null },
    ...{ isValid: true, isBlank: false, isNotFound: false, keyBox: null, valueBox: null },
  };
}

/** Whether a pair that was missing has been dealt with. @param {Pair} pair */
export const isSettled = (pair) => pair.keyId !== "" || pair.isNotFound || pair.isBlank || pair.valueText.trim() !== "";

/**
 * The blocks after the review.
 * @param {readonly Block[]} blocks as they came
 * @param {readonly Pair[]} before
 * @param {readonly Pair[]} pairs as they are now
 * @returns {Block[]}
 */
export function writeBlocks(blocks, before, pairs) {
  const copies = /** @type {Block[]} */ (JSON.parse(JSON.stringify(blocks)));
  const written = { known: byId(copies), added: /** @type {Block[]} */ ([]), gone: new Set() };
  pairs.forEach((pair, index) => {
    const old = before[index];
    if (pair.keyId === "") addPair(pair, index, written);
    else if (!pair.isValid) for (const id of [pair.keyId, ...pair.valueIds]) written.gone.add(id);
    else if (old) changePair(pair, old, written);
  });
  const all = [...copies, ...written.added].filter((block) => !written.gone.has(block.id));
  if (written.gone.size > 0) for (const block of all) forget(block, written.gone);
  return all;
}

/** @typedef {{known: Map<string, Block>, added: Block[], gone: Set<string>}} Written */

/** @param {Pair} pair @param {Pair} old @param {Written} written */
function changePair(pair, old, written) {
  const [key, value] = [written.known.get(pair.keyId), written.known.get(pair.valueIds[0] ?? "")];
  if (key && pair.keyText !== old.keyText) putText(key, pair.keyText, written);
  if (key && pair.keyBox !== old.keyBox) putBox(key, pair.keyBox);
  const text = pair.isBlank ? "" : pair.valueText;
  const wasText = old.isBlank ? "" : old.valueText;
  if (text !== wasText || pair.isBlank !== old.isBlank) putValue(pair, key, value, text, written);
  if (value && pair.valueBox !== old.valueBox) putBox(value, pair.valueBox);
  const selection = written.known.get(pair.selectionId);
  if (selection && pair.isSelected !== old.isSelected)
    selection.selectionStatus = pair.isSelected ? "SELECTED" : "NOT_SELECTED";
}

/** @param {Pair} pair @param {Block | undefined} key @param {Block | undefined} value @param {string} text @param {Written} written */
function putValue(pair, key, value, text, written) {
  for (const id of pair.valueIds.slice(1)) putText(/** @type {Block} */ (written.known.get(id)), "", written);
  if (value) putText(value, text, written);
  else if (key) {
    const made = keyValueBlock(`${key.id}-value`, "VALUE", pair.valueBox);
    written.added.push(made);
    putText(made, text, written);
    key.relationships = [...(key.relationships ?? []), { ids: [made.id], type: "VALUE" }];
  }
}

/** @param {Pair} pair @param {number} index @param {Written} written */
function addPair(pair, index, written) {
  if (pair.isNotFound || !isSettled(pair)) return;
  const key = keyValueBlock(`added-key-${index + 1}`, "KEY", pair.keyBox);
  const value = keyValueBlock(`added-value-${index + 1}`, "VALUE", pair.valueBox);
  written.added.push(key, value);
  putText(key, pair.keyText, written);
  putText(value, pair.isBlank ? "" : pair.valueText, written);
  key.relationships = [{ ids: [value.id], type: "VALUE" }, ...(key.relationships ?? [])];
}

/** @param {string} id @param {string} entityType @param {Box | null} box @returns {Block} */
function keyValueBlock(id, entityType, box) {
  /** @type {Block} */
  const block = { blockType: "KEY_VALUE_SET", confidence: 100, entityTypes: [entityType], id };
  putBox(block, box);
  return block;
}

/** Give a block another text. @param {Block} block @param {string} text @param {Written} written */
function putText(block, text, written) {
  const words = text.split(/\s+/).filter(Boolean);
  const old = related(block, "CHILD").filter((id) => written.known.get(id)?.blockType === "WORD");
  const ids = words.map((word, index) => {
    const kept = written.known.get(old[index] ?? "");
    if (kept) kept.text = word;
    else written.added.push(wordBlock(`${block.id}-word-${index + 1}`, word, block.geometry));
    return kept ? kept.id : `${block.id}-word-${index + 1}`;
  });
  const others = (block.relationships ?? []).filter((/** @type {Block} */ each) => each.type !== "CHILD");
  block.relationships = ids.length > 0 ? [...others, { ids, type: "CHILD" }] : others;
  if (block.relationships.length === 0) delete block.relationships;
  block.text = words.join(" ");
}

/** @param {string} id @param {string} text @param {unknown} geometry */
function wordBlock(id, text, geometry) {
  return { blockType: "WORD", confidence: 100, ...(geometry ? { geometry } : {}), id, text };
}

/** @param {Block} block @param {Box | null} box */
function putBox(block, box) {
  if (!box) return;
  const { left, top, width, height } = box;
  const [right, bottom] = [left + width, top + height];
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  block.geometry = { boundingBox: { height, left, top, width }, polygon: corners.map(([x, y]) => ({ x, y })) };
}

/** Take every mention of blocks that are gone away. @param {Block} block @param {Set<string>} gone */
function forget(block, gone) {
  if (!block.relationships?.some((/** @type {Block} */ each) => each.ids?.some((/** @type {string} */ id) => gone.has(id)))) return;
  block.relationships = block.relationships
    .map((/** @type {Block} */ each) => ({ ...each, ids: (each.ids ?? []).filter((/** @type {string} */ id) => !gone.has(id)) }))
    .filter((/** @type {Block} */ each) => each.ids.length > 0);
  if (block.relationships.length === 0) delete block.relationships;
}
