// @ts-check
/**
 * Half-filled forms: while a worker fills in a task, its state goes to the portal, which keeps it with the assignment;
 * when the task is opened again, the portal sends it back.
 *
 * The laws:
 * 1. A field is known by its tag, its name or id, and its place among those that share them.
 * 2. Crowd elements give and take their state by `draft`, other custom elements and native fields by `value` or
 *   `checked`. Hidden, password and file fields are the template's or the worker's own business.
 * 3. What a person has touched since the page opened is never overwritten. A field that comes later, from a framework,
 *   is filled in when it comes.
 * 4. A restored field announces `input` and `change`, so that the template's scripts see it as they would see typing.
 */
import { hearPortal, isEmbedded, tellPortal } from "./portal-link.js";

const SETTLE_MILLISECONDS = 600;
const PATIENCE_MILLISECONDS = 10_000;
const PASSED_OVER = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

/** @typedef {Record<string, unknown>} Draft */
/** @typedef {HTMLElement & {draft?: unknown, value?: unknown, checked?: boolean, type?: string}} Field */

/**
 * The state of every field under a root.
 * @param {ParentNode} root
 * @returns {Draft} JSON values by the field's key
 */
export function collectDraft(root) {
  /** @type {Draft} */
  const draft = {};
  for (const [key, field] of keyed(root)) {
    const state = read(field);
    if (state !== undefined) draft[key] = state;
  }
  return draft;
}

/** @param {ParentNode} root @returns {Map<string, Field>} */
function keyed(root) {
  const counts = new Map();
  const fields = new Map();
  for (const field of /** @type {NodeListOf<Field>} */ (root.querySelectorAll("*"))) {
    if (!isField(field)) continue;
    const kind = `${field.localName} ${field.getAttribute("name") || field.id}`;
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    fields.set(`${kind} ${count}`, field);
  }
  return fields;
}

/** @param {Field} field */
function isField(field) {
  if (field instanceof HTMLInputElement) return !PASSED_OVER.has(field.type);
  if (field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) return true;
  if ("draft" in field) return field.getAttribute("type") !== "file" && field.getAttribute("type") !== "password";
  return field.localName.includes("-") && !field.localName.startsWith("crowd-") && "value" in field;
}

/** @param {Field} field @returns {unknown} */
function read(field) {
  if (field instanceof HTMLInputElement && isSwitch(field)) return field.checked;
  if (field instanceof HTMLSelectElement && field.multiple) return [...field.selectedOptions].map(({ value }) => value);
  return "draft" in field ? field.draft : field.value;
}

/** @param {Field} field @param {unknown} state */
function write(field, state) {
  if (field instanceof HTMLInputElement && isSwitch(field)) setNative(field, "checked", state === true);
  else if (field instanceof HTMLSelectElement && field.multiple) {
    for (const option of field.options) option.selected = Array.isArray(state) && state.includes(option.value);
  } else if ("draft" in field) field.draft = state;
  else setNative(field, "value", state);
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
}

/** @param {HTMLInputElement} field */
const isSwitch = (field) => field.type === "checkbox" || field.type === "radio";

/**
 * Set a property past the one that a framework may have put on the element itself to watch it.
 * @param {Field} field @param {"value" | "checked"} name @param {unknown} state
 */
function setNative(field, name, state) {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), name)?.set;
  if (setter) setter.call(field, state);
  else Reflect.set(field, name, state);
}

class DraftKeeper {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #opened = JSON.stringify(collectDraft(document));
  #sent = this.#opened;
  #touched = new WeakSet();
  /** @type {Map<string, unknown>} */
  #waiting = new Map();
  #observer = new MutationObserver(() => this.#fill());

  constructor() {
    for (const type of ["input", "change"]) document.addEventListener(type, (event) => this.#heard(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.send());
    hearPortal("a2i:collect-draft", () => this.send(true));
    hearPortal("a2i:hello", () => this.send(this.#sent !== this.#opened));
    hearPortal("a2i:draft", ({ draft }) => this.#restore(draft));
  }

  /** @param {Event} event */
  #heard(event) {
    if (event.isTrusted) for (const node of event.composedPath()) this.#touched.add(node);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), SETTLE_MILLISECONDS);
  }

  /** Tell the portal what has been entered. @param {boolean} [isAsked] whether it waits for an answer */
  send(isAsked = false) {
    clearTimeout(this.#timer);
    const draft = collectDraft(document);
    const state = JSON.stringify(draft);
    if (state === this.#sent && !isAsked) return;
    this.#sent = state;
    tellPortal("a2i:draft", { draft: JSON.parse(state) });
  }

  /** @param {unknown} draft */
  #restore(draft) {
    if (typeof draft !== "object" || draft === null) return;
    this.#waiting = new Map(Object.entries(draft));
    this.#fill();
    if (this.#waiting.size === 0) return;
    this.#observer.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => this.#observer.disconnect(), PATIENCE_MILLISECONDS);
  }

  #fill() {
    for (const [key, field] of keyed(document)) {
      if (!this.#waiting.has(key)) continue;
      const state = this.#waiting.get(key);
      this.#waiting.delete(key);
      if (!this.#touched.has(field) && JSON.stringify(read(field)) !== JSON.stringify(state)) restore(key, field, state);
    }
    if (this.#waiting.size === 0) this.#observer.disconnect();
  }
}

/** @param {string} key @param {Field} field @param {unknown} state */
function restore(key, field, state) {
  try {
    write(field, state);
  } catch (error) {
    console.info(`The draft of ${key} could not be brought back.`, error);
  }
}

/** Keep drafts from now on; nothing happens outside a portal. */
export function keepDrafts() {
  if (isEmbedded()) new DraftKeeper();
}
