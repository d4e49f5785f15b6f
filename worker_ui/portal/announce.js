// @ts-check
/** Says things to a screen reader, politely. */

/** @param {string} text */
export function announce(text) {
  const place = document.querySelector("[data-announce]");
  if (place) place.textContent = text;
}
