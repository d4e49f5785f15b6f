// @ts-check
/** The preview of a worker task template: hears its sandboxed frame as the portal does, and shows what it submits. */
import { onScheme, scheme } from "../portal/scheme-toggle.js";

export function openPreview() {
  const root = document.querySelector("[data-preview]");
  const frame = root?.querySelector("iframe");
  const answer = root?.querySelector("[data-preview-answer]");
  if (!frame || !(answer instanceof HTMLElement)) return;
  /** @param {Record<string, unknown>} message */
  const tell = (message) => frame.contentWindow?.postMessage(message, "*");
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || typeof event.data !== "object" || event.data === null) return;
    if (event.data.type === "a2i:ready") tell({ type: "a2i:theme", scheme: scheme() });
    if (event.data.type === "a2i:submit") {
      show(answer, event.data.answers);
      tell({ type: "a2i:submit-result", accepted: true, message: "This is a preview: nothing was stored." });
    }
  });
  onScheme((shown) => tell({ type: "a2i:theme", scheme: shown }));
}

/** @param {HTMLElement} place @param {unknown} answers */
function show(place, answers) {
  const content = Array.isArray(answers) ? Object.assign({}, ...answers) : answers;
  place.hidden = false;
  const text = place.querySelector("code");
  if (text) text.textContent = JSON.stringify(content, null, 2);
}
