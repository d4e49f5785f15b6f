// @ts-check
/**
 * Which region each pixel of an image belongs to, and the shapes that change it.
 *
 * The laws: a pixel belongs to exactly one region, 0 is the background. A shape takes a pixel when it covers the
 * pixel's middle, so there is nothing between in and out. A change is a list of runs with what was there before, so
 * it can be undone and done again, whatever its size.
 */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Rect right and bottom not included */

/** One change of a mask to one region. */
export class Change {
  /** Start, length and former region of each run. @type {number[]} */
  runs = [];
  /** What it touched. @type {Rect} */
  rect = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };

  /** @param {number} region */
  constructor(region) {
    this.region = region;
  }

  get isEmpty() {
    return this.runs.length === 0;
  }
}

export class Mask {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint16Array(width * height);
    /** How many pixels each region has. @type {number[]} */
    this.areas = [width * height];
  }

  /** @param {Point} point @returns {boolean} */
  holds({ x, y }) {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  /** @param {Point} point in whole pixels */
  at({ x, y }) {
    return this.pixels[y * this.width + x] ?? 0;
  }

  /** Whether the whole image is background. */
  get isBlank() {
    return this.areas[0] === this.pixels.length;
  }

  /** @param {Uint16Array} pixels */
  load(pixels) {
    this.pixels.set(pixels);
    this.areas = [];
    for (const region of pixels) this.areas[region] = (this.areas[region] ?? 0) + 1;
  }

  /**
   * Give the pixels of a row, from left to right, right not included, to the change's region.
   * @param {Change} change @param {number} y @param {number} left @param {number} right
   */
  span(change, y, left, right) {
    if (y < 0 || y >= this.height) return;
    const end = y * this.width + Math.min(right, this.width);
    let index = y * this.width + Math.max(left, 0);
    while (index < end) {
      const before = this.pixels[index] ?? 0;
      const start = index;
      while (index < end && this.pixels[index] === before) index += 1;
      if (before !== change.region) this.#run(change, start, index - start, before, y);
    }
  }

  /** @param {Change} change @param {number} start @param {number} length @param {number} before @param {number} y */
  #run(change, start, length, before, y) {
    change.runs.push(start, length, before);
    this.#fill(start, length, before, change.region);
    const left = start - y * this.width;
    const { rect } = change;
    rect.left = Math.min(rect.left, left);
    rect.right = Math.max(rect.right, left + length);
    rect.top = Math.min(rect.top, y);
    rect.bottom = Math.max(rect.bottom, y + 1);
  }

  /** @param {number} start @param {number} length @param {number} from @param {number} to */
  #fill(start, length, from, to) {
    this.pixels.fill(to, start, start + length);
    this.areas[from] = (this.areas[from] ?? 0) - length;
    this.areas[to] = (this.areas[to] ?? 0) + length;
  }

  /** @param {Change} change */
  undo(change) {
    for (let index = change.runs.length - 3; index >= 0; index -= 3) {
      const [start, length, before] = change.runs.slice(index, index + 3);
      this.#fill(start ?? 0, length ?? 0, change.region, before ?? 0);
    }
  }

  /** @param {Change} change */
  redo(change) {
    for (let index = 0; index < change.runs.length; index += 3) {
      const [start, length, before] = change.runs.slice(index, index + 3);
      this.#fill(start ?? 0, length ?? 0, before ?? 0, change.region);
    }
  }

  /**
   * Draw a line with a round brush; a line from a point to itself is a dab.
   * @param {Change} change @param {Point} from @param {Point} to @param {number} size the brush's width in pixels
   */
  stroke(change, from, to, size) {
    const [a, b] = [onGrid(from, size), onGrid(to, size)];
    const radius = size / 2;
    for (let y = Math.floor(Math.min(a.y, b.y) - radius); y <= Math.max(a.y, b.y) + radius; y += 1) {
      const [left, right] = capsuleRow(a, b, radius, y + 0.5);
      if (left <= right) this.span(change, y, Math.ceil(left - 0.5), Math.floor(right - 0.5) + 1);
    }
  }

  /** Fill a closed shape; where it crosses itself, by turns. @param {Change} change @param {Point[]} corners */
  polygon(change, corners) {
    const ys = corners.map((corner) => corner.y);
    const last = Math.min(this.height - 1, Math.ceil(Math.max(...ys)));
    for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= last; y += 1) {
      const cuts = crossings(corners, y + 0.5);
      for (let index = 0; index + 1 < cuts.length; index += 2)
        this.span(change, y, Math.ceil((cuts[index] ?? 0) - 0.5), Math.ceil((cuts[index + 1] ?? 0) - 0.5));
    }
  }

  /** Give everything that hangs together with a pixel, sharing its region, to another. @param {Change} change @param {Point} point */
  flood(change, point) {
    const start = { x: Math.floor(point.x), y: Math.floor(point.y) };
    const region = this.at(start);
    if (!this.holds(start) || region === change.region) return;
    const waiting = [start];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (this.at(next) !== region) continue;
      const row = next.y * this.width;
      let [left, right] = [next.x, next.x + 1];
      while (left > 0 && this.pixels[row + left - 1] === region) left -= 1;
      while (right < this.width && this.pixels[row + right] === region) right += 1;
      this.span(change, next.y, left, right);
      for (const y of [next.y - 1, next.y + 1]) this.#seeds(waiting, region, y, left, right);
    }
  }

  /** @param {Point[]} waiting @param {number} region @param {number} y @param {number} left @param {number} right */
  #seeds(waiting, region, y, left, right) {
    if (y < 0 || y >= this.height) return;
    for (let x = left; x < right; x += 1)
      if (this.at({ x, y }) === region && (x === left || this.at({ x: x - 1, y }) !== region)) waiting.push({ x, y });
  }

  /** Take a region's pixels back. @param {Change} change to the background @param {number} region */
  clear(change, region) {
    for (let index = this.pixels.indexOf(region); index >= 0; index = this.pixels.indexOf(region, index)) {
      const y = Math.floor(index / this.width);
      let end = index;
      while (end < (y + 1) * this.width && this.pixels[end] === region) end += 1;
      this.span(change, y, index - y * this.width, end - y * this.width);
    }
  }
}

/** A brush of an odd width sits on a pixel, one of an even width between pixels. @param {Point} point @param {number} size */
function onGrid({ x, y }, size) {
  return size % 2 ? { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 } : { x: Math.round(x), y: Math.round(y) };
}

/** Where a row cuts a line drawn with a round brush. @param {Point} a @param {Point} b @param {number} radius @param {number} y */
function capsuleRow(a, b, radius, y) {
  let [left, right] = [Infinity, -Infinity];
  /** @param {number} low @param {number} high */
  const take = (low, high) => {
    left = Math.min(left, low);
    right = Math.max(right, high);
  };
  for (const middle of [a, b]) {
    const half = radius * radius - (y - middle.y) ** 2;
    if (half >= 0) take(middle.x - Math.sqrt(half), middle.x + Math.sqrt(half));
  }
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length > 0) {
    const side = { x: (-(b.y - a.y) / length) * radius, y: ((b.x - a.x) / length) * radius };
    const corners = [
      { x: a.x + side.x, y: a.y + side.y },
      { x: b.x + side.x, y: b.y + side.y },
      { x: b.x - side.x, y: b.y - side.y },
      { x: a.x - side.x, y: a.y - side.y },
    ];
    const cuts = crossings(corners, y);
    if (cuts.length > 1) take(cuts[0] ?? 0, cuts.at(-1) ?? 0);
  }
  return [left, right];
}

/** @param {Point[]} corners @param {number} y @returns {number[]} where a row cuts the outline, from left to right */
function crossings(corners, y) {
  const cuts = [];
  for (let index = 0; index < corners.length; index += 1) {
    const [one, other] = [corners[index], corners[(index + 1) % corners.length]];
    if (one && other && one.y <= y !== other.y <= y)
      cuts.push(one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x));
  }
  return cuts.sort((one, other) => one - other);
}
