// @ts-check
/** What crowd-text-ranking draws: the text, the responses as cards, and one table of ranks for each dimension. */
import { sheet } from "./base.js";
import { widgetTemplate } from "./widget.js";

export const RANKING_TEMPLATE = widgetTemplate(`
  <div class="columns">
    <div class="reading">
      <blockquote class="text" part="text" hidden></blockquote>
      <ol class="responses" part="responses"></ol>
    </div>
    <div class="side">
      <fieldset class="dimensions" part="dimensions" aria-label="Ranks" aria-describedby="message"></fieldset>
      <p class="message" id="message" part="error" role="alert" hidden></p>
    </div>
  </div>`);

export const RANKING_SHEET = sheet(`
  .columns { display: grid; gap: var(--a2i-space-6); grid-template-columns: minmax(0, 1fr) minmax(18rem, auto);
    align-items: start; }
  .text { margin: 0 0 var(--a2i-space-5); padding: var(--a2i-space-4) var(--a2i-space-5);
    border-inline-start: 4px solid var(--a2i-accent); border-radius: var(--a2i-radius-sm);
    background: var(--a2i-surface-sunken); white-space: pre-wrap; overflow-wrap: anywhere;
    font-weight: var(--a2i-weight-medium); }
  .responses { display: grid; gap: var(--a2i-space-3); margin: 0; padding: 0; list-style: none; }
  .response { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--a2i-space-3);
    padding: var(--a2i-space-4); border: 1px solid var(--a2i-line); border-radius: var(--a2i-radius);
    background: var(--a2i-surface-raised); white-space: pre-wrap; overflow-wrap: anywhere; }
  .number { display: inline-grid; place-content: center; inline-size: 28px; block-size: 28px;
    border-radius: var(--a2i-radius-full); background: var(--a2i-accent-soft); color: var(--a2i-accent-text);
    font-size: var(--a2i-text-sm); font-weight: var(--a2i-weight-bold); font-variant-numeric: tabular-nums; }
  .dimensions { display: grid; gap: var(--a2i-space-5); min-inline-size: 0; margin: 0; padding: 0; border: 0; }
  table { border-collapse: collapse; inline-size: 100%; }
  caption { padding-block-end: var(--a2i-space-2); text-align: start; font-weight: var(--a2i-weight-bold); }
  caption small { display: block; color: var(--a2i-text-muted); font-weight: var(--a2i-weight);
    font-size: var(--a2i-text-xs); }
  thead th { color: var(--a2i-text-muted); font-size: var(--a2i-text-xs); font-weight: var(--a2i-weight-medium);
    padding-block-end: var(--a2i-space-1); }
  tbody th { padding-inline-end: var(--a2i-space-3); text-align: start; font-weight: var(--a2i-weight-medium);
    font-size: var(--a2i-text-sm); white-space: nowrap; }
  tbody tr { border-block-start: 1px solid var(--a2i-line); }
  td { padding: 0; text-align: center; }
  td label { display: grid; place-content: center; min-inline-size: 36px; block-size: var(--a2i-target);
    cursor: pointer; border-radius: var(--a2i-radius-sm); }
  td label:hover { background: var(--a2i-surface-hover); }
  td label:has(:focus-visible) { box-shadow: var(--a2i-focus-ring); }
  td input { inline-size: 20px; block-size: 20px; margin: 0; accent-color: var(--a2i-accent); cursor: inherit; }
  td input:focus-visible { box-shadow: none; }
  .dimensions:disabled { color: var(--a2i-text-disabled); }
  @container (max-width: 56rem) { .columns { grid-template-columns: minmax(0, 1fr); } .side { position: static; } }
`);

/** @param {string} text @param {number} index */
export function responseCard(text, index) {
  const card = document.createElement("li");
  card.className = "response";
  card.setAttribute("part", "response");
  const number = Object.assign(document.createElement("span"), { className: "number", textContent: String(index + 1) });
  number.setAttribute("aria-label", `Response ${index + 1}`);
  number.setAttribute("role", "img");
  card.append(number, Object.assign(document.createElement("span"), { textContent: text }));
  return card;
}

/**
 * Rows are responses, columns ranks; each row is one group of radio buttons.
 * @param {import("./text-ranking.js").Dimension} dimension
 * @param {number} index
 * @param {number} count of responses
 */
export function dimensionTable(dimension, index, count) {
  const table = document.createElement("table");
  const ranks = Array.from({ length: count }, (_, place) => place + 1);
  const caption = table.createCaption();
  caption.textContent = dimension.name;
  const hint = dimension.allowTie ? "1 is best; ties are allowed" : "1 is best; each rank once";
  caption.append(Object.assign(document.createElement("small"), { textContent: hint }));
  const head = table.createTHead().insertRow();
  head.append(document.createElement("td"), ...ranks.map((rank) => heading(String(rank), "col")));
  const body = table.createTBody();
  ranks.forEach((_, response) => {
    const row = body.insertRow();
    row.append(heading(`Response ${response + 1}`, "row"));
    for (const rank of ranks) row.insertCell().append(choice(dimension.name, index, response, rank));
  });
  return table;
}

/** @param {string} text @param {"row" | "col"} scope */
function heading(text, scope) {
  return Object.assign(document.createElement("th"), { scope, textContent: text });
}

/** @param {string} name @param {number} dimension @param {number} response @param {number} rank */
function choice(name, dimension, response, rank) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: `${dimension}-${response}` });
  Object.assign(input.dataset, { dimension, response, rank });
  input.setAttribute("aria-label", `${name}: response ${response + 1} has rank ${rank}`);
  label.append(input);
  return label;
}
