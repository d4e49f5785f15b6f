// @ts-check
/**
 * One keyboard, several widgets on a page: a key goes to the widget that has the focus or the pointer, else to the
 * first one that still wants an answer, else to the first. Keys typed into a text field, or with Ctrl, Alt or Meta,
 * are never taken.
 */

export const KEYS = "1234567890abcdefghijklmnopqrstuvwxyz";

/**
 * @typedef {HTMLElement & {takeKey: (key: string) => boolean, isAnswered: boolean}} KeyTaker
 */

/** @type {Set<KeyTaker>} */
const takers = new Set();
const NOT_TYPED = "[type=radio], [type=checkbox], [type=range], [type=button], [type=submit]";
const TEXTUAL = `textarea, select, [contenteditable=''], [contenteditable='true'], input:not(${NOT_TYPED})`;

/** @param {KeyTaker} taker */
export function listenForKeys(taker) {
  if (takers.size === 0) document.addEventListener("keydown", dispatch);
  takers.add(taker);
}

/** @param {KeyTaker} taker */
export function stopListening(taker) {
  takers.delete(taker);
  if (takers.size === 0) document.removeEventListener("keydown", dispatch);
}

/** @param {KeyboardEvent} event */
function dispatch(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const origin = event.composedPath()[0];
  if (origin instanceof Element && origin.matches(TEXTUAL)) return;
  const visible = [...takers].filter((taker) => taker.checkVisibility() && !taker.closest("[inert]"));
  visible.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const target =
    visible.find((taker) => event.composedPath().includes(taker)) ??
    visible.find((taker) => taker.matches(":hover")) ??
    visible.find((taker) => !taker.isAnswered) ??
    visible[0];
  if (target?.takeKey(event.key.toLowerCase())) event.preventDefault();
}
