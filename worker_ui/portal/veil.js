// @ts-check
/** What lies over a task that cannot be worked on at the moment: why, and what to do now. */

/** @typedef {{label: string, act?: () => void, href?: string, primary?: boolean}} Choice */
/** @typedef {{kind: "good" | "hold" | "bad", heading: string, text: string, choices: Choice[], isBusy?: boolean}} Message */

const GLYPHS = { good: "m5 12.5 4.5 4.5L19 7.5", hold: "M9 6.5v11M15 6.5v11", bad: "M12 6v7.5M12 17v.2" };

export class Veil {
  /** @param {HTMLElement} root the page's main element */
  constructor(root) {
    this.root = root;
    this.element = /** @type {HTMLElement} */ (root.querySelector("[data-veil]"));
    this.stage = /** @type {HTMLElement} */ (root.querySelector("[data-stage]"));
    window.addEventListener("blur", () => setTimeout(() => this.#holdFocus()));
  }

  lift() {
    this.element.hidden = true;
    this.stage.inert = false;
  }

  /** @param {Message} message */
  lower(message) {
    this.stage.inert = true;
    this.element.hidden = false;
    this.element.dataset.kind = message.kind;
    this.#part("icon").replaceChildren(message.isBusy ? spinner() : glyph(GLYPHS[message.kind]));
    this.#part("heading").textContent = message.heading;
    this.#part("text").textContent = message.text;
    this.#part("buttons").replaceChildren(...message.choices.map(button));
    this.#focus();
  }

  #focus() {
    /** @type {HTMLElement} */ (this.#part("buttons").querySelector(".is-primary") ?? this.element).focus();
  }

  /** A task's own scripts may take the focus even while it is inert; under the veil it belongs to the veil. */
  #holdFocus() {
    if (!this.element.hidden && document.activeElement instanceof HTMLIFrameElement) this.#focus();
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.element.querySelector(`[data-veil-${name}]`));
  }
}

/** @param {Choice} choice */
function button({ label, act, href, primary }) {
  const element = document.createElement(href ? "a" : "button");
  if (element instanceof HTMLAnchorElement) element.href = href ?? "";
  else element.type = "button";
  element.className = primary ? "button is-primary" : "button";
  element.textContent = label;
  if (act) element.addEventListener("click", act);
  return element;
}

function spinner() {
  const element = document.createElement("span");
  element.className = "spinner";
  return element;
}

/** @param {string} path */
function glyph(path) {
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", fill: "none", stroke: "currentColor" }))
    icon.setAttribute(name, value);
  for (const [name, value] of Object.entries({ d: path, "stroke-width": "2", "stroke-linecap": "round" }))
    line.setAttribute(name, value);
  icon.append(line);
  return icon;
}
