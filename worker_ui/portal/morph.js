// @ts-check
/**
 * Turns one piece of a page into a newer version of itself in place, so that focus, scrolling and open details stay.
 * Elements are the same if they have the same `data-key` or `id`; others match by their place. What a script fills
 * (`data-fills`) is left alone until its `data-version` changes.
 */

/**
 * @param {Element} old changed in place
 * @param {Element} fresh only read
 */
export function morph(old, fresh) {
  if (isFilledHere(old) && old.getAttribute("data-version") === fresh.getAttribute("data-version")) return;
  copyAttributes(old, fresh);
  const matches = matchChildren(old, fresh);
  const kept = new Set(matches.filter((match) => match !== null));
  for (const child of [...old.childNodes]) if (!kept.has(child)) child.remove();
  let place = old.firstChild;
  [...fresh.childNodes].forEach((wanted, index) => {
    const match = matches[index];
    if (match === null || match === undefined) old.insertBefore(document.importNode(wanted, true), place);
    else {
      if (match === place) place = place.nextSibling;
      else old.insertBefore(match, place);
      update(match, wanted);
    }
  });
}

/** @param {Node} match @param {Node} wanted */
function update(match, wanted) {
  if (match instanceof Element && wanted instanceof Element) morph(match, wanted);
  else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
}

/**
 * @param {Element} old @param {Element} fresh
 * @returns {(ChildNode | null)[]} for each child of `fresh` the child of `old` that it continues
 */
function matchChildren(old, fresh) {
  const keyed = new Map([...old.children].filter(keyOf).map((child) => [keyOf(child), child]));
  const loose = [...old.childNodes].filter((child) => !keyOf(child));
  return [...fresh.childNodes].map((wanted) => {
    const key = keyOf(wanted);
    if (key) return isLike(keyed.get(key), wanted) ? (keyed.get(key) ?? null) : null;
    const at = loose.findIndex((child) => isLike(child, wanted));
    return at < 0 ? null : (loose.splice(0, at + 1).at(-1) ?? null);
  });
}

/** @param {Node | undefined} node @param {Node} wanted */
function isLike(node, wanted) {
  return node !== undefined && node.nodeType === wanted.nodeType && node.nodeName === wanted.nodeName;
}

/** @param {Node} node */
function keyOf(node) {
  if (!(node instanceof Element)) return "";
  return node.getAttribute("data-key") ?? node.id;
}

/** @param {Element} old @param {Element} fresh */
function copyAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isOurs(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!isOurs(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/** @param {Element} element */
function isFilledHere(element) {
  return element.hasAttribute("data-fills");
}

/**
 * What the reader or a script set: whether details are open.
 * @param {Element} element @param {string} name
 */
function isOurs(element, name) {
  return name === "open" && (element instanceof HTMLDetailsElement || element instanceof HTMLDialogElement);
}
