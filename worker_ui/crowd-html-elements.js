// @ts-check
/**
 * The entry that templates load as https://assets.crowd.aws/crowd-html-elements.js, a classic script.
 *
 * It hides the page until the elements are there (visibility only: nothing jumps), and has the parser insert the
 * module, which makes it a deferred script: it runs before DOMContentLoaded, so handlers of that event already find
 * upgraded elements. A script that the parser did not insert itself may not write into the document; there a dynamic
 * import does the same, a little later. Addresses are relative to this file, and the modules are asked for with CORS,
 * which a sandboxed frame without an origin needs.
 *
 * The page's styles are asked for at the same time. Their rules weigh nothing, so the template's own always win.
 *
 * If the modules cannot be loaded, the page is shown as it is.
 */
(() => {
  const self = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const here = self?.src || document.baseURI;
  const entry = new URL("crowd/index.js", here).href;
  const styles = ["styles/tokens.css", "styles/crowd.css"].map((path) => new URL(path, here).href);
  const veil = document.createElement("style");
  veil.dataset.crowd = "veil";
  veil.textContent = "body { visibility: hidden } @media print { body { visibility: visible } }";

  const reveal = () => veil.remove();
  /** @param {unknown} error */
  const giveUp = (error) => {
    console.error(`The crowd elements could not be loaded from ${entry}; the template is shown without them.`, error);
    reveal();
  };
  const load = () => import(entry).then((module) => module.ready).then(reveal, giveUp);

  const isParserBlocking =
    self !== null && document.readyState === "loading" && !self.async && !self.defer && self.isConnected;
  /** @param {string} text */
  const quoted = (text) => `"${text.replace(/"/g, "&quot;")}"`;
  (document.head ?? document.documentElement).append(veil);
  if (isParserBlocking) {
    for (const style of styles) document.write(`<link rel="stylesheet" data-crowd="page" href=${quoted(style)}>`);
    document.write(`<script type="module" crossorigin="anonymous" src=${quoted(entry)}></` + "script>");
    document.addEventListener("DOMContentLoaded", load, { once: true });
  } else load();
})();
