// @ts-check
/**
 * From a form's elements to the answer that A2I stores (A2I_FACTS J2).
 *
 * The laws:
 * 1. An element answers under its `name`, taken literally: dots, brackets and spaces stay (K, template feature 3 [O]).
 * 2. A crowd element says what it submits by `_submittableValue`; undefined means nothing is submitted. Any other
 *   custom element submits its `value` [O]. Shadow roots are not entered [O].
 * 3. Checkboxes and radios, native ones too, give `{value or "on": boolean}` and those of one name merge
 *    [D for crowd elements, O for native radios, G for native checkboxes].
 * 4. Otherwise the last element of a name wins [I: a public sample ends with a hidden field whose purpose is to
 *   overwrite].
 * 5. `<select multiple>` gives the list of the chosen values, a file field the names of its files [G].
 * 6. Disabled elements give nothing, as in HTML [G]. Keys come out in alphabetical order at every level [O].
 */

const SILENT_TYPES = new Set(["submit", "button", "reset", "image"]);

/**
 * @typedef {Record<string, unknown>} Answers
 */

/**
 * Every element under a root that could carry an answer, in document order.
 * @param {Element} root
 * @returns {Element[]}
 */
export function namedElements(root) {
  return [...root.querySelectorAll("*")].filter((element) => nameOf(element) !== "" && !element.matches(":disabled"));
}

/** @param {Element} element @returns {string} */
function nameOf(element) {
  const attribute = element.getAttribute("name");
  if (attribute !== null) return attribute;
  const isCustom = element.localName.includes("-");
  const property = isCustom ? /** @type {{name?: unknown}} */ (/** @type {unknown} */ (element)).name : "";
  return typeof property === "string" ? property : "";
}

/**
 * Collect the answers under a root.
 * @param {Element} root
 * @param {{flatten?: boolean}} [options] flatten: `answer-format="flatten-objects"`, keys like `name.value`
 * @returns {Answers} JSON values only, keys sorted
 * @throws {TypeError} if a custom element's value has no JSON form (a cycle, a BigInt)
 */
export function collectAnswers(root, { flatten = false } = {}) {
  /** @type {Answers} */
  const answers = Object.create(null);
  for (const element of namedElements(root)) {
    const value = answerOf(element);
    if (value === undefined) continue;
    const name = nameOf(element);
    const before = answers[name];
    answers[name] = isChoice(element) && isRecord(before) ? { ...before, .../** @type {object} */ (value) } : value;
  }
  const plain = JSON.parse(JSON.stringify(answers));
  return /** @type {Answers} */ (sorted(flatten ? flattened(plain) : plain));
}

/** @param {Element} element @returns {unknown} undefined if the element submits nothing */
function answerOf(element) {
  if (element.localName.includes("-")) return customAnswer(element);
  if (element instanceof HTMLInputElement) return inputAnswer(element);
  if (element instanceof HTMLTextAreaElement) return element.value;
  if (element instanceof HTMLSelectElement) {
    return element.multiple ? [...element.selectedOptions].map((option) => option.value) : element.value;
  }
  return undefined;
}

/** @param {Element} element */
function customAnswer(element) {
  const custom = /** @type {{_submittableValue?: unknown, value?: unknown}} */ (/** @type {unknown} */ (element));
  return "_submittableValue" in custom ? custom._submittableValue : custom.value;
}

/** @param {HTMLInputElement} input */
function inputAnswer(input) {
  if (SILENT_TYPES.has(input.type)) return undefined;
  if (input.type === "checkbox" || input.type === "radio") return choice(input.value, input.checked);
  if (input.type === "file") return [...(input.files ?? [])].map((file) => file.name);
  return input.value;
}

/**
 * The answer of something that is either on or off (A2I_FACTS J2 [D]).
 * @param {string} value
 * @param {boolean} isOn
 */
export function choice(value, isOn) {
  return { [value === "" ? "on" : value]: isOn };
}

/** @param {Element} element */
function isChoice(element) {
  if (element instanceof HTMLInputElement) return element.type === "checkbox" || element.type === "radio";
  return "isChoice" in element && element.isChoice === true;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {Answers} answers @returns {Answers} */
function flattened(answers) {
  /** @type {Answers} */
  const flat = Object.create(null);
  /** @param {string} path @param {unknown} value */
  const put = (path, value) => {
    if (!isRecord(value)) flat[path] = value;
    else for (const [key, inner] of Object.entries(value)) put(`${path}.${key}`, inner);
  };
  for (const [name, value] of Object.entries(answers)) put(name, value);
  return flat;
}

/**
 * A copy with the keys of every object in alphabetical order, ready for JSON.
 * @param {unknown} value
 * @returns {unknown}
 */
export function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const copy = Object.create(null);
  for (const key of Object.keys(value).sort()) copy[key] = sorted(value[key]);
  return copy;
}
