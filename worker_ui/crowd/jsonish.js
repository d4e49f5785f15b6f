// @ts-check
/**
 * Attribute values that mean JSON but are not quite JSON (A2I_FACTS K, template feature 2 [O]): single quotes,
 * unquoted keys, bare words, trailing commas, Python's True, False and None, an apostrophe inside single quotes; comments
 * between the values, as in the reference's initial values of crowd-line and crowd-polyline [D].
 *
 * The law for quotes: inside a string, its quote sign closes it only if what follows could follow a value (a comma, a
 * closing bracket, a colon or the end). So ['Can't say', 'Yes'] has two elements. Strict JSON is tried first and is
 * never reinterpreted; what cannot be JSON by how it opens is not tried, because an error costs the browser milliseconds.
 */

const STRICT_OPENING = /^\s*(?:\[\s*)*(?:\{\s*["}]|["\]\d-]|(?:true|false|null)\b)/;

const WORDS = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["null", null],
  ["None", null],
  ["undefined", null],
]);
const ESCAPES = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
  ["\n", ""],
]);
const QUOTES = "'\"`\u2018\u201c";
const COMMENT = /\/\/[^\n]{0,199}\n|\/\*(?:[^*]|\*(?!\/)){0,199}\*\//.source;
const FILLER = new RegExp(`\\s*(?:(?:${COMMENT})\\s*)*`, "y");
const END_OF_TEXT = new RegExp(`\\s*(?:(?:${COMMENT})\\s*){0,9}(?:[,:\\]}]|$)`, "y");
const REMARK = new RegExp(`\\s(?:${COMMENT})`, "y");
const CLOSERS = new Map([
  ["\u2018", "\u2019"],
  ["\u201c", "\u201d"],
]);

/** What was wrong with an attribute, and where. */
export class JsonishError extends Error {
  /**
   * @param {string} text
   * @param {number} at
   * @param {string} expected
   */
  constructor(text, at, expected) {
    const near = text.slice(Math.max(0, at - 12), at + 12);
    super(`expected ${expected} at character ${at + 1}, near “${near}”`);
    this.name = "JsonishError";
  }
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  /** @returns {never} @param {string} expected */
  fail(expected) {
    throw new JsonishError(this.text, this.at, expected);
  }

  /** Whether what comes next matches. @param {RegExp} sticky its lastIndex is the end of the match */
  meets(sticky) {
    sticky.lastIndex = this.at;
    return sticky.test(this.text);
  }

  /** @returns {string} the next character that is no white space and in no comment, not taken */
  peek() {
    if (this.meets(FILLER)) this.at = FILLER.lastIndex;
    return this.text[this.at] ?? "";
  }

  /** @param {string} sign */
  accept(sign) {
    if (this.peek() !== sign) return false;
    this.at += 1;
    return true;
  }

  /** @returns {unknown} */
  value() {
    const sign = this.peek();
    if (sign === "[") return this.list();
    if (sign === "{") return this.record();
    if (sign !== "" && QUOTES.includes(sign)) return this.string();
    return this.bare(",]}");
  }

  list() {
    this.accept("[");
    const items = [];
    while (!this.accept("]")) {
      if (this.peek() === "") this.fail("] to close the list");
      items.push(this.value());
      if (!this.accept(",") && this.peek() !== "]") this.fail("a comma or ] to go on or close the list");
    }
    return items;
  }

  record() {
    this.accept("{");
    /** @type {Record<string, unknown>} */
    const record = {};
    while (!this.accept("}")) {
      const key = this.key();
      if (!this.accept(":")) this.fail(": after a key");
      Object.defineProperty(record, key, { value: this.value(), enumerable: true, writable: true, configurable: true });
      if (!this.accept(",") && this.peek() !== "}") this.fail("a comma or } to go on or close the object");
    }
    return record;
  }

  key() {
    const sign = this.peek();
    if (sign === "") this.fail("} to close the object");
    return QUOTES.includes(sign) ? this.string() : String(this.bare(":,}"));
  }

  string() {
    const opening = this.text[this.at] ?? "";
    const closing = CLOSERS.get(opening) ?? opening;
    let text = "";
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const sign = this.text[this.at] ?? "";
      if (sign === "\\") text += this.escape();
      else if (sign === closing && this.endsHere()) return text;
      else text += sign;
    }
    return this.fail(`${closing} to close the text`);
  }

  /** Take the quote sign at hand if it closes its text. */
  endsHere() {
    this.at += 1;
    if (this.meets(END_OF_TEXT)) return true;
    this.at -= 1;
    return false;
  }

  escape() {
    this.at += 1;
    const sign = this.text[this.at] ?? "";
    const code = /^u([0-9a-fA-F]{4})/.exec(this.text.slice(this.at));
    if (!code) return ESCAPES.get(sign) ?? sign;
    this.at += 4;
    return String.fromCharCode(parseInt(code[1] ?? "", 16));
  }

  /** @param {string} enders */
  bare(enders) {
    const start = this.at;
    const goesOn = () => !enders.includes(this.text[this.at] ?? "") && !this.meets(REMARK);
    while (this.at < this.text.length && goesOn()) this.at += 1;
    const word = this.text.slice(start, this.at).trim();
    if (word === "") this.fail("a value");
    if (WORDS.has(word)) return WORDS.get(word);
    return /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word) ? Number(word) : word;
  }
}

/**
 * Parse JSON, or what people write for JSON.
 * @param {string} text
 * @returns {unknown}
 * @throws {JsonishError} naming the character
 */
export function parseJsonish(text) {
  if (STRICT_OPENING.test(text))
    try {
      return JSON.parse(text);
    } catch {}
  const reader = new Reader(text.trim());
  const value = reader.value();
  if (reader.peek() !== "") reader.fail("the end");
  return value;
}

/**
 * A list of labels as the `categories` and `labels` attributes carry it. Text without brackets is read as a
 * comma-separated list.
 * @param {string | null | undefined} text
 * @returns {unknown[]}
 * @throws {JsonishError}
 */
export function parseList(text) {
  const trimmed = (text ?? "").trim();
  if (trimmed === "") return [];
  if (!/^[[{]/.test(trimmed)) return looseList(trimmed);
  const value = parseJsonish(trimmed);
  return Array.isArray(value) ? value : [value];
}

/** @param {string} text a list without its brackets @returns {unknown[]} */
function looseList(text) {
  try {
    return /** @type {unknown[]} */ (parseJsonish(`[${text}]`));
  } catch {
    return text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  }
}

/** The text of a label or category. @param {unknown} item text, or an object that carries one @returns {string} */
export function labelOf(item) {
  if (typeof item !== "object" || item === null) return String(item);
  const { label, text, value } = /** @type {Record<string, unknown>} */ (item);
  return String(label ?? text ?? value ?? JSON.stringify(item));
}
