// @ts-check
/**
 * A modal window in a shadow root: the platform's `<dialog>` (focus stays inside, Escape closes, the rest is inert).
 *
 * A portal may size the task's frame to its content, so that the middle of the frame is far from what the worker
 * sees. Inside a frame the window therefore opens at the height of its trigger.
 */
import { sheet } from "./base.js";
import { glyph } from "./icons.js";
import { isEmbedded } from "./portal-link.js";

export const DIALOG_SHEET = sheet(`
  dialog { inline-size: min(46rem, calc(100vw - 2 * var(--a2i-space-4))); max-inline-size: none;
    max-block-size: calc(100dvh - 2 * var(--a2i-space-4)); padding: 0; border: 0;
    border-radius: var(--a2i-radius-lg); background: var(--a2i-surface-raised); color: var(--a2i-text);
      box-shadow: var(--a2i-shadow-3); overflow: hidden; }
  dialog[open] { display: flex; flex-direction: column; animation: appear var(--a2i-slow) var(--a2i-ease); }
  dialog.near { margin-block: var(--near) auto; }
  dialog::backdrop { background: var(--a2i-scrim); }
  .dialog-head { display: flex; align-items: center; justify-content: space-between; gap: var(--a2i-space-4);
    padding: var(--a2i-space-3) var(--a2i-space-3) var(--a2i-space-3) var(--a2i-space-6);
    border-block-end: 1px solid var(--a2i-line); }
  .title { margin: 0; font-size: var(--a2i-text-lg); font-weight: var(--a2i-weight-bold);
    line-height: var(--a2i-leading-tight); }
  .dialog-body { padding: var(--a2i-space-5) var(--a2i-space-6) var(--a2i-space-6); overflow: auto;
    overscroll-behavior: contain; }
  .dialog-body:focus-visible { box-shadow: inset 0 0 0 2px var(--a2i-focus); }
  @keyframes appear { from { opacity: 0; transform: translateY(8px); } }
  @media (prefers-reduced-motion: reduce) { dialog[open] { animation: none; } }
`);

/**
 * Markup of a modal window. The class awsui-modal-dialog is there because public templates style it (A2I_FACTS K.9
 * [O]).
 * @param {string} body markup
 * @param {string} [name] tells the windows of one shadow root apart
 */
export const dialogTemplate = (body, name = "dialog") => `
  <dialog class="awsui-modal-dialog" part="dialog" aria-labelledby="${name}-title">
    <div class="dialog-head"><p class="title" id="${name}-title" role="heading" aria-level="2"></p>
      <button type="button" class="button icon close" aria-label="Close">${glyph("close")}</button></div>
    <div class="dialog-body" tabindex="-1">${body}</div>
  </dialog>`;

/**
 * Make a window's close button and a press on the ground behind it work.
 * @param {HTMLDialogElement} dialog
 */
export function wireDialog(dialog) {
  dialog.querySelector(".close")?.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && isOutside(dialog, event) && dialog.close());
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
}

/** @param {HTMLDialogElement} dialog @param {MouseEvent} event */
function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/**
 * Open a modal window.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} trigger what was pressed
 */
export function openDialog(dialog, trigger) {
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector(".dialog-body")?.scrollTo(0, 0);
  dialog.classList.toggle("near", isEmbedded());
  const room = window.innerHeight - dialog.offsetHeight - 16;
  dialog.style.setProperty("--near", `${Math.max(16, Math.min(trigger.getBoundingClientRect().top - 40, room))}px`);
}
