// @ts-check
/** Fills what takes longer than the page itself: `data-fills` is the address of a text, read once for each version. */

/** @type {WeakMap<Element, string | null>} */
const filled = new WeakMap();

export function fillIn() {
  for (const element of document.querySelectorAll("[data-fills]")) {
    const version = element.getAttribute("data-version");
    if (filled.has(element) && filled.get(element) === version) continue;
    filled.set(element, version);
    fill(element, element.getAttribute("data-fills") ?? "");
  }
}

/** @param {Element} element @param {string} address */
async function fill(element, address) {
  const place = element.querySelector("code") ?? element;
  try {
    const response = await fetch(address, { cache: "no-store" });
    place.textContent = await response.text();
  } catch {
    place.textContent = "There is no connection to the simulator. Reload the page to try again.";
  }
}
