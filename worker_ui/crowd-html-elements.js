// @ts-check
/**
 * The script that templates load as https://assets.crowd.aws/crowd-html-elements.js, a classic one; it works as a module
 * too.
 *
 * The server sends it with all modules and the page's styles inside: simulator/web/bundle.py fills in `elements` and
 * `pageStyles`, so that nothing else is fetched. As it stands here it fetches the modules from its folder, one by one.
 * The parentheses around `elements` have the browser compile it aside, while the script arrives.
 *
 * It hides the page until the elements are there (visibility only: nothing jumps), and has the parser insert a module
 * of one line, which makes it a deferred script: it runs after the template's style sheets and before DOMContentLoaded,
 * so handlers of that event already find upgraded elements. Where the page's policy forbids that, or where the parser
 * did not insert this script, which then may not write into the document, they come with the event.
 *
 * The page's styles come first in the head, and their rules weigh nothing, so the template's own always win.
 *
 * If the elements cannot come to life, the page is shown as it is. A second script tag of the library does nothing.
 */
(() => {
  "use strict";
  const self = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const here = self?.src || document.baseURI;
  const elements = (() => {
    return import(new URL("crowd/index.js", here).href);
  });
  const pageStyles = "";

  /** @param {string} kind @param {string} css */
  const style = (kind, css) => {
    const made = document.createElement("style");
    made.dataset.crowd = kind;
    made.textContent = css;
    return made;
  };
  const head = document.head ?? document.documentElement;
  if (pageStyles && !document.querySelector("style[data-crowd=page]")) head.prepend(style("page", pageStyles));

  const mark = Symbol.for("crowd-html-elements");
  if (mark in document) return;
  Object.defineProperty(document, mark, { value: true });
  const veil = style("veil", "body { visibility: hidden } @media print { body { visibility: visible } }");
  head.append(veil);

  const reveal = () => veil.remove();
  /** @param {unknown} error */
  const giveUp = (error) => {
    console.error("The crowd elements could not be loaded; the template is shown without them.", error);
    reveal();
  };
  const isParserBlocking =
    self !== null && document.readyState === "loading" && !self.async && !self.defer && self.isConnected;
  if (isParserBlocking)
    document.write('<script type="module">document.dispatchEvent(new Event("crowd-html-elements"))</' + "script>");
  new Promise((resolve) => resolve(elements()))
    .then(({ ready }) => ready)
    .then(reveal, giveUp);
})();
