// @ts-check
/**
 * Buttons that open and close dialogs: `data-opens="ID"`, and `data-closes` inside one. A classic script in the head, so
 * that no button can be pressed before somebody listens.
 */
document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const opened = document.getElementById(target.closest("[data-opens]")?.getAttribute("data-opens") ?? "");
  if (opened instanceof HTMLDialogElement && !opened.open) opened.showModal();
  if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement) target.close();
});
