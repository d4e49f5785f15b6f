// @ts-check
/**
 * Is a form ready to be submitted, and if not, where does the worker have to look?
 *
 * Three kinds of element are asked: crowd elements by `validate()`, other custom value elements by their own
 * `validate()` or `checkValidity()` (A2I_FACTS J1 [O]), native ones by `checkValidity()`. What the browser bars from
 * validation (hidden, disabled) stays out, as in HTML.
 */

const HOLDERS = new Set(["crowd-modal", "crowd-tab"]);

/**
 * @typedef {object} Complaint
 * @property {HTMLElement} element
 * @property {string} message
 */

/**
 * @typedef {{validate?: () => boolean, checkValidity?: () => boolean, validationMessage?: string}} Checks
 * @typedef {HTMLElement & Checks} Checkable
 */

/**
 * Check everything under a root.
 * @param {Element} root
 * @returns {Complaint[]} in document order; empty if all is well
 */
export function findComplaints(root) {
  const complaints = [];
  const radioNames = new Set();
  for (const element of root.querySelectorAll("*")) {
    const candidate = /** @type {Checkable} */ (element);
    if (isValid(candidate) || isRepeatedRadio(candidate, radioNames)) continue;
    complaints.push({ element: candidate, message: candidate.validationMessage || "This answer is not valid yet." });
  }
  return complaints;
}

/** @param {Checkable} element */
function isValid(element) {
  const isCustom = element.localName.includes("-");
  if (isCustom && typeof element.validate === "function") return element.validate() !== false;
  if (
    element instanceof HTMLFormElement ||
    element instanceof HTMLFieldSetElement ||
    typeof element.checkValidity !== "function"
  )
    return true;
  const isRight = element.checkValidity();
  if (!isCustom) mark(element, isRight);
  return isRight;
}

/** A required radio group complains once, not once a button. @param {Checkable} element @param {Set<string>} seen */
function isRepeatedRadio(element, seen) {
  if (!(element instanceof HTMLInputElement) || element.type !== "radio") return false;
  const isRepeated = seen.has(element.name);
  seen.add(element.name);
  return isRepeated;
}

/** @param {HTMLElement} field a native one @param {boolean} isRight */
function mark(field, isRight) {
  if (isRight) {
    field.removeAttribute("aria-invalid");
    return;
  }
  field.setAttribute("aria-invalid", "true");
  const recheck = () => mark(field, /** @type {HTMLInputElement} */ (field).validity.valid);
  field.addEventListener("input", recheck, { once: true });
  field.addEventListener("change", recheck, { once: true });
}

/**
 * A short name of a field for a message: its label, else its name.
 * @param {HTMLElement} element
 * @returns {string} "" if there is none
 */
export function fieldTitle(element) {
  const labels = /** @type {{labels?: unknown}} */ (element).labels;
  const outer = labels instanceof NodeList ? [...labels].map((label) => label.textContent?.trim()).join(" ") : "";
  const own = ["label", "header", "aria-label"].map((name) => element.getAttribute(name)).find(Boolean);
  return (outer || own || element.getAttribute("name") || "").trim();
}

/**
 * Bring a field into view and put the focus there; closed tabs, modals and details around it open.
 * @param {HTMLElement} element
 */
export function showField(element) {
  for (let node = element.parentElement; node; node = node.parentElement) {
    if (node instanceof HTMLDetailsElement) node.open = true;
    const holder = /** @type {HTMLElement & {reveal?: () => void}} */ (node);
    if (HOLDERS.has(holder.localName)) holder.reveal?.();
  }
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center", behavior: isCalm ? "instant" : "smooth" });
  const native = /** @type {Checkable} */ (element);
  if (!element.localName.includes("-") && native.checkValidity)
    /** @type {HTMLInputElement} */ (native).reportValidity();
}
