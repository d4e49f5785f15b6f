// @ts-check
/**
 * Light or dark, before the first paint: a classic script in the head. Without a choice of the reader's, the system decides.
 */
(() => {
  const chosen = localStorage.getItem("a2i-scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
})();
