// @ts-check
/**
 * A text in which a worker marks stretches: by selecting them, or, without a pointer, sentence by sentence from a list.
 * Offsets count UTF-16 units, as entity annotations do; the end is not part of the stretch.
 */

/** @typedef {{startOffset: number, endOffset: number}} Stretch */

/**
 * The stretch of a holder's text that the page's selection covers, without blanks at its ends.
 * @param {HTMLElement} holder in a shadow root or not
 * @returns {Stretch | null} null if nothing of it is selected
 */
export function selectedStretch(holder) {
  const range = rangeWithin(holder);
  if (!range) return null;
  const before = document.createRange();
  before.selectNodeContents(holder);
  before.setEnd(range.startContainer, range.startOffset);
  const chosen = range.toString();
  const startOffset = before.toString().length + (chosen.length - chosen.trimStart().length);
  const length = chosen.trim().length;
  return length > 0 ? { startOffset, endOffset: startOffset + length } : null;
}

/** @param {HTMLElement} holder @returns {Range | null} */
function rangeWithin(holder) {
  const root = /** @type {ShadowRoot & {getSelection?: () => Selection | null}} */ (holder.getRootNode());
  const selection = /** @type {any} */ (root.getSelection?.() ?? document.getSelection());
  if (!selection || selection.rangeCount === 0) return null;
  const [composed] = selection.getComposedRanges?.({ shadowRoots: [root] }) ?? [];
  const found = composed ?? selection.getRangeAt(0);
  if (!holder.contains(found.startContainer) || !holder.contains(found.endContainer)) return null;
  const range = document.createRange();
  range.setStart(found.startContainer, found.startOffset);
  range.setEnd(found.endContainer, found.endOffset);
  return range.collapsed ? null : range;
}

/**
 * The sentences of a text.
 * @param {string} text
 * @returns {Stretch[]}
 */
export function sentences(text) {
  const segments = [...new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text)];
  return segments
    .map(({ segment, index }) => {
      const startOffset = index + (segment.length - segment.trimStart().length);
      return { startOffset, endOffset: startOffset + segment.trim().length };
    })
    .filter(({ startOffset, endOffset }) => endOffset > startOffset);
}

/**
 * Show a text with stretches of it marked; overlapping ones become one.
 * @param {HTMLElement} holder
 * @param {string} text
 * @param {Stretch[]} stretches
 */
export function drawPassage(holder, text, stretches) {
  const parts = [];
  let at = 0;
  for (const { startOffset, endOffset } of [...stretches].sort((one, other) => one.startOffset - other.startOffset)) {
    const from = Math.max(at, startOffset);
    if (endOffset <= from) continue;
    parts.push(document.createTextNode(text.slice(at, from)));
    parts.push(Object.assign(document.createElement("mark"), { textContent: text.slice(from, endOffset) }));
    at = endOffset;
  }
  parts.push(document.createTextNode(text.slice(at)));
  holder.replaceChildren(...parts);
}
