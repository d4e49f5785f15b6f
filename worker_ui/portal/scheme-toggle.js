// @ts-check
/** The button that turns between light and dark, and says so to whoever asked to know. */

const dark = matchMedia("(prefers-color-scheme: dark)");
/** @type {Set<(scheme: "light" | "dark") => void>} */
const listeners = new Set();

/** @returns {"light" | "dark"} the scheme that shows */
export function scheme() {
  const chosen = document.documentElement.dataset.scheme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

/** @param {(scheme: "light" | "dark") => void} listener hears of every change */
export function onScheme(listener) {
  listeners.add(listener);
}

function tell() {
  for (const button of document.querySelectorAll("[data-scheme-toggle]")) {
    button.setAttribute("aria-label", scheme() === "dark" ? "Use light colours" : "Use dark colours");
    button.setAttribute("title", button.getAttribute("aria-label") ?? "");
  }
  for (const listener of listeners) listener(scheme());
}

function turn() {
  const next = scheme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.scheme = next;
  localStorage.setItem("a2i-scheme", next);
  tell();
}

/** Wire the buttons of the page. */
export function openSchemeToggle() {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-scheme-toggle]")) turn();
  });
  dark.addEventListener("change", tell);
  tell();
}
