// @ts-check
/** Style sheets that all elements share, and the page's own style sheets. */

/** A style sheet that shadow roots share; the browser reads its text when the first of them wants it. */
export class Sheet {
  /** @type {CSSStyleSheet | null} */
  #made = null;

  /** @param {string} css */
  constructor(css) {
    this.css = css;
  }

  /** @returns {CSSStyleSheet} always the same */
  get made() {
    if (!this.#made) {
      this.#made = new CSSStyleSheet();
      this.#made.replaceSync(this.css);
    }
    return this.#made;
  }
}

/** Box model, hidden, focus ring: every shadow root starts from here. */
export const BASE_SHEET = new Sheet(`
  :host { box-sizing: border-box; font-family: var(--a2i-font); color: var(--a2i-text);
    line-height: var(--a2i-leading); }
  :host([hidden]) { display: none !important; }
  *, *::before, *::after { box-sizing: inherit; }
  [hidden] { display: none !important; }
  button { font: inherit; color: inherit; }
  button, summary, [role="tab"] { -webkit-tap-highlight-color: transparent; }
  :focus { outline: none; }
  :focus-visible { outline: none; box-shadow: var(--a2i-focus-ring); }
  .visually-hidden {
    position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; border: 0;
  }
  @media (forced-colors: active) {
    [aria-pressed="true"] { outline: 2px solid Highlight; outline-offset: -4px; }
    :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    .swatch { forced-color-adjust: none; }
    [aria-disabled="true"], :disabled { color: GrayText; border-color: GrayText; }
  }
`);

/** Buttons, as crowd-button and the chrome of dialogs and panels use them. */
export const BUTTON_SHEET = new Sheet(`
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: var(--a2i-space-2);
    min-block-size: var(--a2i-target); padding: var(--a2i-space-2) var(--a2i-space-5);
    border: 1px solid var(--a2i-line-strong); border-radius: var(--a2i-radius-sm);
    background: var(--a2i-surface); color: var(--a2i-text);
    font-size: var(--a2i-text-md); font-weight: var(--a2i-weight-medium); line-height: var(--a2i-leading-tight);
    text-decoration: none; cursor: pointer; user-select: none;
    transition: background-color var(--a2i-fast) var(--a2i-ease), border-color var(--a2i-fast) var(--a2i-ease);
  }
  .button:hover { background: var(--a2i-surface-hover); border-color: var(--a2i-accent); }
  .button.primary { background: var(--a2i-accent); border-color: var(--a2i-accent); color: var(--a2i-accent-on); }
  .button.primary:hover { background: var(--a2i-accent-hover); border-color: var(--a2i-accent-hover); }
  .button.primary:active { background: var(--a2i-accent-active); border-color: var(--a2i-accent-active); }
  .button.link { background: none; border-color: transparent; color: var(--a2i-text-link);
    padding-inline: var(--a2i-space-1); }
  .button.link:hover { text-decoration: underline; }
  .button.icon { padding: 0; inline-size: var(--a2i-target); border-color: transparent; background: none;
    border-radius: var(--a2i-radius-full); }
  .button.icon:hover { background: var(--a2i-surface-hover); }
  .button:disabled, .button[aria-disabled="true"] {
    background: var(--a2i-surface-sunken); border-color: var(--a2i-line); color: var(--a2i-text-disabled);
      cursor: not-allowed; text-decoration: none;
  }
  .button.link:disabled, .button.icon:disabled { background: none; border-color: transparent; }
  .glyph { inline-size: 20px; block-size: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
    stroke-linecap: round; stroke-linejoin: round; }
`);

/** Messages around a field. */
export const FIELD_SHEET = new Sheet(`
  :host { display: block; margin-block: var(--a2i-space-3); max-inline-size: 100%; }
  .message { margin: var(--a2i-space-1) 0 0; color: var(--a2i-danger-text); font-size: var(--a2i-text-sm); }
  .message::before { content: "!" / ""; display: inline-grid; place-content: center; inline-size: 1.25em;
    block-size: 1.25em; margin-inline-end: 0.5em;
    border-radius: 50%; background: var(--a2i-danger); color: var(--a2i-danger-on);
      font-weight: var(--a2i-weight-bold); font-size: 0.85em; line-height: 1; }
`);

/** A box, dot or switch with its label: one target, no wider than it looks. */
export const CHOICE_SHEET = new Sheet(`
  :host { display: inline-block; margin-block: 0; margin-inline-end: var(--a2i-space-4); vertical-align: top; }
  .choice { display: inline-flex; align-items: flex-start; gap: var(--a2i-space-3);
    min-block-size: var(--a2i-target); padding-block: 10px; cursor: pointer; }
  .choice input { flex: none; margin: 0; inline-size: 24px; block-size: 24px; accent-color: var(--a2i-accent);
    cursor: inherit; }
  .choice input:focus-visible { border-radius: var(--a2i-radius-sm); }
  :host(:disabled) .choice { color: var(--a2i-text-disabled); cursor: not-allowed; }
`);

const PAGE_STYLES = ["tokens.css", "crowd.css"];

/**
 * Link the page's style sheets, first in the head so that the template's own rules come later; once per page, and not
 * where the script brought them (and the page's policy lets it).
 * @returns {Promise<void>} when they have arrived or failed
 */
export async function ensurePageStyles() {
  const brought = document.querySelector("style[data-crowd=page]");
  if (brought instanceof HTMLStyleElement && brought.sheet) return;
  const waits = [...PAGE_STYLES].reverse().map((name) => linkOnce(new URL(`../styles/${name}`, import.meta.url).href));
  await Promise.all(waits);
}

/** @param {string} href @returns {Promise<void>} */
function linkOnce(href) {
  const links = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (links.some((link) => /** @type {HTMLLinkElement} */ (link).href === href)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  link.dataset.crowd = "page";
  const settled = new Promise((resolve) => {
    link.addEventListener("load", () => resolve(undefined));
    link.addEventListener("error", () => resolve(undefined));
  });
  document.head.prepend(link);
  return /** @type {Promise<void>} */ (settled);
}
