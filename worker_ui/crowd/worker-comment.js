// @ts-check
/**
 * The region `<worker-comment header="…" link-text="…" placeholder="…">` of the image classifiers: a link below the
 * categories that opens a window in which the worker may say why. A comment of blanks is none [D].
 */
import { sheet } from "./base.js";
import { dialogTemplate, openDialog, wireDialog } from "./dialog.js";

const DEFAULT_TEXT = "Add a comment";

export const COMMENT_TEMPLATE = `
  <button type="button" class="button link add-comment" part="comment-link" aria-haspopup="dialog" hidden></button>
  ${dialogTemplate(
    `<slot name="worker-comment"></slot>
     <textarea class="comment" rows="4" part="comment" aria-labelledby="comment-title"></textarea>
     <button type="button" class="button primary keep">Done</button>`,
    "comment",
  )}`;

export const COMMENT_SHEET = sheet(`
  .add-comment { margin-block-start: var(--a2i-space-2); }
  textarea.comment { display: block; inline-size: 100%; margin-block: var(--a2i-space-3) var(--a2i-space-4);
    padding: var(--a2i-space-3); border: 1px solid var(--a2i-line-strong); border-radius: var(--a2i-radius-sm);
    background: var(--a2i-surface); color: inherit; font: inherit; resize: vertical; }
`);

export class WorkerComment {
  /** @param {ShadowRoot} root made from COMMENT_TEMPLATE */
  constructor(root) {
    this.link = /** @type {HTMLButtonElement} */ (root.querySelector(".add-comment"));
    this.entry = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea.comment"));
    this.dialog = /** @type {HTMLDialogElement} */ (this.entry.closest("dialog"));
    this.linkText = DEFAULT_TEXT;
  }

  /** @param {() => void} onChange */
  start(onChange) {
    wireDialog(this.dialog);
    this.link.addEventListener("click", () => openDialog(this.dialog, this.link));
    this.dialog.querySelector(".keep")?.addEventListener("click", () => this.dialog.close());
    this.entry.addEventListener("change", onChange);
    this.dialog.addEventListener("close", () => this.#name());
  }

  /** What it adds to the answer. @returns {{workerComment?: string}} */
  get answer() {
    const text = this.entry.value.trim();
    return text === "" ? {} : { workerComment: text };
  }

  /** Take the comment of an answer. @param {unknown} answer */
  take(answer) {
    const given = typeof answer === "object" && answer !== null && "workerComment" in answer ? answer.workerComment : "";
    this.entry.value = String(given ?? "");
    this.#name();
  }

  /** @param {Element | null} region null if the template has none */
  arrange(region) {
    this.link.hidden = region === null;
    const header = region?.getAttribute("header") || DEFAULT_TEXT;
    const title = this.dialog.querySelector(".title");
    if (title) title.textContent = header;
    this.linkText = region?.getAttribute("link-text") || DEFAULT_TEXT;
    this.entry.placeholder = region?.getAttribute("placeholder") ?? "";
    this.#name();
  }

  #name() {
    this.link.textContent = "workerComment" in this.answer ? `${this.linkText} (1)` : this.linkText;
  }
}
