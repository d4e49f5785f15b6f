// @ts-check
/**
 * Every shape as a row of a list box: the way by which the keyboard and a screen reader reach what the image shows to
 * the eye. The list is one stop for Tab; arrow keys, Home and End choose a shape, Enter goes on to the image, where
 * arrow keys move it. Rows are kept by shape, so that a change touches only its own row.
 */
import { sheet } from "../base.js";

/** @typedef {import("./kind.js").Shape} Shape */

export const LIST_TEMPLATE = `
  <section class="shapes">
    <p class="name" id="list-name" role="heading" aria-level="3"></p>
    <p class="none"></p>
    <div class="list" role="listbox" tabindex="0" aria-labelledby="list-name" part="list" hidden></div>
  </section>`;

export const LIST_SHEET = sheet(`
  .shapes { min-inline-size: 0; }
  .none { margin: 0; color: var(--a2i-text-muted); font-size: var(--a2i-text-sm); }
  .list { max-block-size: 17rem; overflow-y: auto; overscroll-behavior: contain; border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius-sm); contain: content; }
  .row { display: flex; align-items: center; gap: var(--a2i-space-2); block-size: 36px;
    padding-inline: var(--a2i-space-2); font-size: var(--a2i-text-sm); line-height: 1.4; white-space: nowrap; cursor: pointer;
    content-visibility: auto; contain-intrinsic-size: auto 36px; }
  .row + .row { border-block-start: 1px solid var(--a2i-line); }
  .row:hover { background: var(--a2i-surface-hover); }
  .row[aria-selected="true"] { background: var(--a2i-surface-selected); box-shadow: inset 3px 0 0 var(--a2i-accent); }
  .row .swatch { inline-size: 12px; block-size: 12px; }
  .row b { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; font-weight: var(--a2i-weight-medium); }
  .row i { flex: 1; min-inline-size: 3.5rem; overflow: hidden; text-overflow: ellipsis; text-align: end;
    color: var(--a2i-text-muted); font-size: var(--a2i-text-xs); font-style: normal;
    font-variant-numeric: tabular-nums; }
  @container (max-width: 58rem) { .list { max-block-size: 11rem; } .row i { text-align: start; } }
`);

export class ShapeList {
  /** @type {Map<number, {row: HTMLElement, shape: Shape, colour: string}>} */
  #rows = new Map();
  /** @type {number | null} */
  #selected = null;

  /**
   * @param {ShadowRoot} root what holds LIST_TEMPLATE
   * @param {import("./kind.js").Kind} kind
   * @param {{select: (id: number) => void, enter: () => void}} owner
   */
  constructor(root, kind, owner) {
    this.kind = kind;
    this.owner = owner;
    this.list = /** @type {HTMLElement} */ (root.querySelector(".list"));
    this.none = /** @type {HTMLElement} */ (root.querySelector(".none"));
    const name = /** @type {HTMLElement} */ (root.querySelector("#list-name"));
    name.textContent = `${kind.nouns[0]?.toUpperCase()}${kind.nouns.slice(1)}`;
    this.none.textContent = `No ${kind.nouns} yet.`;
    this.list.addEventListener("click", (event) => this.#click(event));
    this.list.addEventListener("keydown", (event) => this.#steer(event));
  }

  /** @param {readonly Shape[]} shapes @param {number | null} selected @param {(label: string) => string} colourOf */
  show(shapes, selected, colourOf) {
    this.list.hidden = shapes.length === 0;
    this.none.hidden = shapes.length > 0;
    const ids = new Set(shapes.map((shape) => shape.id));
    for (const [id, { row }] of this.#rows) if (!ids.has(id)) (row.remove(), this.#rows.delete(id));
    shapes.forEach((shape, index) => this.#place(shape, index, colourOf(shape.label)));
    this.#mark(selected);
  }

  /** @param {Shape} shape @param {number} index @param {string} colour */
  #place(shape, index, colour) {
    const known = this.#rows.get(shape.id);
    const row = known?.row ?? rowOf(shape.id);
    if (known?.shape !== shape || known.colour !== colour) {
      row.style.setProperty("--colour", colour);
      /** @type {HTMLElement} */ (row.children[1]).textContent = shape.label || this.kind.noun;
      /** @type {HTMLElement} */ (row.children[2]).textContent = this.kind.describe(shape.points);
      this.#rows.set(shape.id, { row, shape, colour });
    }
    if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
  }

  /** @param {number | null} selected */
  #mark(selected) {
    if (this.#selected !== null) this.#rows.get(this.#selected)?.row.setAttribute("aria-selected", "false");
    this.#selected = selected;
    const row = selected === null ? undefined : this.#rows.get(selected)?.row;
    this.list.removeAttribute("aria-activedescendant");
    if (!row) return;
    row.setAttribute("aria-selected", "true");
    this.list.setAttribute("aria-activedescendant", row.id);
    this.#scrollTo(row);
  }

  /** @param {HTMLElement} row */
  #scrollTo(row) {
    const { list } = this;
    const top = row.offsetTop - list.clientTop;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + row.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top + row.offsetHeight - list.clientHeight;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const row = /** @type {HTMLElement} */ (event.target).closest(".row");
    if (row instanceof HTMLElement) this.owner.select(Number(row.dataset.id));
  }

  /** @param {KeyboardEvent} event */
  #steer(event) {
    const rows = [...this.list.children];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const last = rows.length - 1;
    /** @type {Record<string, number>} */
    const ways = {
      ArrowDown: Math.min(at + 1, last),
      ArrowUp: at < 0 ? last : Math.max(at - 1, 0),
      Home: 0,
      End: last,
    };
    const row = rows[ways[event.key] ?? -1];
    if (row instanceof HTMLElement) this.owner.select(Number(row.dataset.id));
    else if (event.key === "Enter" && at >= 0) this.owner.enter();
    else return;
    event.preventDefault();
  }
}

/** @param {number} id */
function rowOf(id) {
  const row = Object.assign(document.createElement("div"), { className: "row", id: `shape-${id}` });
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.dataset.id = String(id);
  row.innerHTML = '<span class="swatch"></span><b></b><i></i>';
  return row;
}
