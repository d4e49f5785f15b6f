// @ts-check
/**
 * A text on the page with its labelled passages drawn in, and the way from the browser's selection to positions in it.
 *
 * The text is drawn line by line; only lines whose entities changed are drawn again, and of those only the runs that
 * are not there yet, so that a long text stays fluid. Where entities lie over one another, the text is cut into runs: the background is that of the innermost, and
 * each has a line of its colour below. Positions are UTF-16 units.
 */

/**
 * @typedef {import("./entity-model.js").Entity} Entity
 * @typedef {import("./entity-model.js").Label} Label
 * @typedef {{start: number, end: number, element: HTMLElement, drawn: string, nodes: Map<string, Node>}} Line
 */

const MANY_LINES = 300;

export class EntityText {
  /** @type {Line[]} */
  #lines = [];
  /** Where a node begins and ends in the text. @type {WeakMap<Node, [number, number]>} */
  #places = new WeakMap();
  /** @type {WeakMap<Element, Entity>} */
  #entityOf = new WeakMap();
  /** @type {Entity | undefined} */
  #current;

  /**
   * @param {HTMLElement} holder
   * @param {ShadowRoot} root the shadow root around it
   * @param {(label: string) => Label} describe
   */
  constructor(holder, root, describe) {
    this.holder = holder;
    this.root = root;
    this.describe = describe;
  }

  /** @param {string} text */
  setText(text) {
    let start = 0;
    this.text = text;
    this.#lines = text.split("\n").map((line) => {
      const element = document.createElement("div");
      element.className = "line";
      const made = { start, end: start + line.length, element, drawn: "-", nodes: new Map() };
      this.#places.set(element, [start, made.end]);
      start = made.end + 1;
      return made;
    });
    this.holder.classList.toggle("long", this.#lines.length > MANY_LINES);
    this.holder.replaceChildren(...this.#lines.map((line) => line.element));
  }

  /** Draw everything anew at the next `draw`. */
  forget() {
    for (const line of this.#lines) {
      line.drawn = "-";
      line.nodes.clear();
      line.element.replaceChildren();
    }
  }

  /** @param {readonly Entity[]} entities sorted by start */
  draw(entities) {
    const byLine = this.#lines.map(() => /** @type {Entity[]} */ ([]));
    for (const entity of entities) {
      for (let index = this.#lineAt(entity.start); index < this.#lines.length; index += 1) {
        if ((this.#lines[index]?.start ?? 0) >= entity.end) break;
        byLine[index]?.push(entity);
      }
    }
    this.#lines.forEach((line, index) => this.#drawLine(line, byLine[index] ?? []));
    this.mark(this.#current);
  }

  /** Show which entity is the current one. @param {Entity | undefined} current */
  mark(current) {
    this.#current = current;
    for (const tag of this.holder.querySelectorAll(".tag"))
      tag.classList.toggle("current", current !== undefined && this.#entityOf.get(tag) === current);
  }

  /** The entity whose tag a node belongs to. @param {EventTarget | null} target @returns {Entity | undefined} */
  tagged(target) {
    const tag = target instanceof Element ? target.closest(".tag") : null;
    return tag ? this.#entityOf.get(tag) : undefined;
  }

  /** @param {Line} line @param {Entity[]} entities */
  #drawLine(line, entities) {
    const drawn = JSON.stringify(entities.map((entity) => this.#key(entity)));
    if (drawn === line.drawn) return;
    line.drawn = drawn;
    const before = line.nodes;
    line.nodes = new Map();
    /** @param {string} key @param {() => Node} make */
    const put = (key, make) => {
      const node = before.get(key) ?? make();
      line.nodes.set(key, node);
      return node;
    };
    if (line.start === line.end) put("empty", () => document.createElement("br"));
    else this.#runs(line, entities, put);
    syncNodes(line.element, [...line.nodes.values()]);
  }

  /** @param {Line} line @param {Entity[]} entities @param {(key: string, make: () => Node) => Node} put */
  #runs(line, entities, put) {
    const edges = new Set([line.start, line.end]);
    for (const { start, end } of entities) edges.add(Math.max(start, line.start)).add(Math.min(end, line.end));
    const cuts = [...edges].sort((one, other) => one - other);
    /** @type {Entity[]} */
    let open = [];
    let next = 0;
    for (let index = 0; index + 1 < cuts.length; index += 1) {
      const [from, to] = [cuts[index] ?? 0, cuts[index + 1] ?? 0];
      for (; (entities[next]?.start ?? Infinity) <= from; next += 1) open.push(/** @type {Entity} */ (entities[next]));
      const colours = this.#colours(open);
      put(`${from} ${to} ${colours}`, () => this.#run(from, to, colours));
      for (const entity of open) {
        if (entity.end > to && !(to === line.end && entity.end === to + 1)) continue;
        const tag = put(`tag ${this.#key(entity)}`, () => this.#tag(entity));
        this.#entityOf.set(/** @type {Element} */ (tag), entity);
      }
      open = open.filter((entity) => entity.end > to);
    }
  }

  /** What a tag shows of an entity. @param {Entity} entity */
  #key(entity) {
    const { short, full, colour } = this.describe(entity.label);
    return `${entity.start} ${entity.end} ${colour} ${short} ${full}`;
  }

  /** The colours of entities, innermost first. @param {Entity[]} open */
  #colours(open) {
    const outwards = [...open].sort((one, other) => one.end - one.start - (other.end - other.start));
    return outwards.map((entity) => this.describe(entity.label).colour);
  }

  /** @param {number} from @param {number} to @param {string[]} colours @returns {Node} */
  #run(from, to, colours) {
    const node = document.createTextNode(this.text?.slice(from, to) ?? "");
    this.#places.set(node, [from, to]);
    if (colours.length === 0) return node;
    const mark = document.createElement("mark");
    mark.style.setProperty("--label", colours[0] ?? "");
    mark.style.boxShadow = colours.map((colour, index) => `0 ${3 * index + 2}px ${colour}`).join(", ");
    mark.append(node);
    this.#places.set(mark, [from, to]);
    return mark;
  }

  /** @param {Entity} entity */
  #tag(entity) {
    const { short, full, colour } = this.describe(entity.label);
    const tag = document.createElement("span");
    tag.className = "tag";
    tag.contentEditable = "false";
    tag.title = full;
    tag.style.setProperty("--label", colour);
    const remove = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, textContent: "×" });
    remove.setAttribute("aria-label", `Remove ${full}`);
    tag.append(Object.assign(document.createElement("span"), { textContent: short }), remove);
    this.#places.set(tag, [entity.end, entity.end]);
    return tag;
  }

  /** @param {number} at @returns {number} the index of the line that holds a position */
  #lineAt(at) {
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lines[middle]?.start ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** What is selected in the text now. @returns {[number, number] | null} null when the selection is elsewhere */
  selected() {
    const selection = document.getSelection();
    if (!selection) return null;
    const range = selection.getComposedRanges
      ? selection.getComposedRanges({ shadowRoots: [this.root] })[0]
      : selection.rangeCount > 0 && selection.getRangeAt(0);
    if (!range || !this.holder.contains(range.startContainer) || !this.holder.contains(range.endContainer)) return null;
    const [start, end] = [
      this.#position(range.startContainer, range.startOffset),
      this.#position(range.endContainer, range.endOffset),
    ];
    return start <= end ? [start, end] : [end, start];
  }

  /** @param {Node} node @param {number} offset @returns {number} */
  #position(node, offset) {
    const place = this.#places.get(node);
    if (node instanceof Text && place) return place[0] + offset;
    const child = node.childNodes[offset];
    const known = child && this.#places.get(child);
    if (known) return known[0];
    if (place) return offset === 0 ? place[0] : place[1];
    if (node === this.holder) return this.text?.length ?? 0;
    return node.parentNode ? this.#position(node.parentNode, [...node.parentNode.childNodes].indexOf(/** @type {ChildNode} */ (node))) : 0;
  }

  /** Put the caret, or a selection, into the text and bring it into view. @param {number} start @param {number} end */
  select(start, end = start) {
    const [from, to] = [this.#point(start), this.#point(end)];
    document.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    const element = from.node instanceof Element ? from.node : from.node.parentElement;
    element?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at @returns {{node: Node, offset: number}} */
  #point(at) {
    const element = this.#lines[this.#lineAt(at)]?.element ?? this.holder;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const place = this.#places.get(node);
      if (place && place[0] <= at && at <= place[1]) return { node, offset: at - place[0] };
    }
    return { node: element, offset: 0 };
  }
}

/**
 * Bring the children of an element in line with a list, leaving alone those that stay.
 * @param {Element} holder
 * @param {Node[]} nodes
 */
export function syncNodes(holder, nodes) {
  const kept = new Set(nodes);
  for (const child of [...holder.childNodes]) if (!kept.has(child)) child.remove();
  let place = holder.firstChild;
  for (const node of nodes) {
    if (node === place) place = place.nextSibling;
    else holder.insertBefore(node, place);
  }
}
