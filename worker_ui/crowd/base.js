// @ts-check
/**
 * The ground of every crowd element. Attributes are the API; properties reflect them; the shadow root holds the
 * chrome and light children are slotted, so a template's own content stays the template's.
 *
 * An element may be used before its class arrives: `el.value = x` then makes an own property that would hide the
 * class's accessor for ever. `adoptEarlyProperties` hands such values to the accessors when the element is first
 * connected.
 */
import { BASE_SHEET, Sheet } from "./styles.js";

/** @param {string} name an attribute name @returns {string} the property name: form-action → formAction */
export const propertyName = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

/**
 * Build a style sheet that shadow roots share.
 * @param {string} css
 */
export const sheet = (css) => new Sheet(css);

/**
 * Give a class one property for each attribute.
 * @param {{prototype: object}} element the class
 * @param {{strings?: string[], booleans?: string[]}} attributes attribute names
 */
export function reflect(element, { strings = [], booleans = [] }) {
  for (const name of strings) define(element, name, stringAccessor(name));
  for (const name of booleans) define(element, name, booleanAccessor(name));
}

/**
 * @param {{prototype: object}} element
 * @param {string} name
 * @param {PropertyDescriptor} accessor
 */
function define(element, name, accessor) {
  Object.defineProperty(element.prototype, propertyName(name), { configurable: true, enumerable: true, ...accessor });
}

/** @param {string} name @returns {PropertyDescriptor & ThisType<HTMLElement>} */
function stringAccessor(name) {
  return {
    get() {
      return this.getAttribute(name) ?? "";
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, String(value));
    },
  };
}

/** @param {string} name @returns {PropertyDescriptor & ThisType<HTMLElement>} */
function booleanAccessor(name) {
  return {
    get() {
      return this.hasAttribute(name);
    },
    set(value) {
      this.toggleAttribute(name, Boolean(value));
    },
  };
}

/** @param {HTMLElement} element */
function adoptEarlyProperties(element) {
  const own = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (element));
  for (const name of Object.keys(own)) {
    if (!hasSetter(element, name)) continue;
    const value = own[name];
    delete own[name];
    own[name] = value;
  }
}

/** @param {object} element @param {string} name */
function hasSetter(element, name) {
  for (let holder = Object.getPrototypeOf(element); holder; holder = Object.getPrototypeOf(holder)) {
    const found = Object.getOwnPropertyDescriptor(holder, name);
    if (found) return Boolean(found.set);
  }
  return false;
}

/** A custom element with a shadow root, style sheets and a template. */
export class CrowdElement extends HTMLElement {
  /** Markup of the shadow root. */
  static template = "<slot></slot>";
  /** @type {Sheet[]} */
  static sheets = [];
  /** Whether focusing the host focuses what is inside. */
  static delegatesFocus = false;
  #started = false;

  constructor() {
    super();
    const { template, sheets, delegatesFocus } = /** @type {typeof CrowdElement} */ (this.constructor);
    this.root = this.attachShadow({ mode: "open", delegatesFocus });
    this.root.adoptedStyleSheets = [BASE_SHEET, ...sheets].map(({ made }) => made);
    this.root.innerHTML = template;
  }

  connectedCallback() {
    if (!this.#started) {
      this.#started = true;
      adoptEarlyProperties(this);
      this.start();
    }
    this.connected();
    this.update();
  }

  attributeChangedCallback() {
    if (this.#started) this.update();
  }

  /** Runs once, at the first connection: listeners on own parts. */
  start() {}

  /** Runs at each connection. */
  connected() {}

  /** Brings the shadow root in line with the attributes; runs after each change of an observed one. */
  update() {}

  /**
   * A part of the shadow root that the template is known to hold.
   * @template {HTMLElement} [T=HTMLElement]
   * @param {string} selector
   * @returns {T}
   */
  part_(selector) {
    return /** @type {T} */ (this.root.querySelector(selector));
  }
}

/**
 * Put each light child that is a region into the slot of its name.
 * @param {HTMLElement} host
 * @param {readonly string[]} names region tags
 * @returns {Set<string>} the regions that are there
 */
export function slotRegions(host, names) {
  const present = new Set();
  for (const child of host.children) {
    if (!names.includes(child.localName)) continue;
    if (child.slot !== child.localName) child.slot = child.localName;
    present.add(child.localName);
  }
  return present;
}

/**
 * Tell the page that a value changed through a person's hand.
 * @param {HTMLElement} element
 * @param {string} type
 * @param {unknown} [detail]
 */
export function announce(element, type, detail) {
  element.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
}

/**
 * The crowd-form around an element, also from inside shadow roots; else the page's first one.
 * @param {Node} element
 * @returns {import("./form.js").CrowdForm | null}
 */
export function enclosingForm(element) {
  /** @type {Node | null} */
  let node = element;
  while (node) {
    const found = node instanceof Element ? node.closest("crowd-form") : null;
    if (found) return /** @type {any} */ (found);
    const root = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return document.querySelector("crowd-form");
}
