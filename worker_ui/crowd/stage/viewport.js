// @ts-check
/**
 * Where the image lies in the view, and the way between the two systems of coordinates. Pure arithmetic.
 *
 * Image coordinates are pixels of the image, 0,0 at its top left corner, fractions allowed. View coordinates are CSS
 * pixels, 0,0 at the view's top left corner. `scale` is CSS pixels per image pixel, `ratio` device pixels per CSS
 * pixel. An image that is smaller than the view stays in its middle; a larger one leaves no more than a margin bare.
 */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Bounds */

const MARGIN = 14;
const MOST_PIXELS = 32;

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export class Viewport {
  scale = 1;
  ratio = 1;
  x = 0;
  y = 0;
  width = 0;
  height = 0;
  imageWidth = 0;
  imageHeight = 0;
  /** Whether the whole image shall stay in sight when the view changes its size. */
  isFitted = true;

  /** The scale at which the whole image is in sight. */
  get fitScale() {
    if (!this.imageWidth || !this.imageHeight) return 1;
    const room = [this.width - 2 * MARGIN, this.height - 2 * MARGIN];
    return Math.max(1e-4, Math.min((room[0] ?? 0) / this.imageWidth, (room[1] ?? 0) / this.imageHeight));
  }

  get maxScale() {
    return Math.max(MOST_PIXELS, this.fitScale * 8);
  }

  get minScale() {
    return Math.min(this.fitScale, 1);
  }

  /** @param {number} width CSS pixels @param {number} height CSS pixels @param {number} ratio */
  resize(width, height, ratio) {
    const middle = this.toImage({ x: this.width / 2, y: this.height / 2 });
    Object.assign(this, { width, height, ratio });
    if (this.isFitted) this.fit();
    else this.lookAt(middle);
  }

  /** @param {number} imageWidth @param {number} imageHeight */
  show(imageWidth, imageHeight) {
    Object.assign(this, { imageWidth, imageHeight });
    this.fit();
  }

  /** Show the whole image. */
  fit() {
    this.isFitted = true;
    this.scale = this.fitScale;
    this.#hold();
  }

  /**
   * Change the scale and keep a place of the view where it is.
   * @param {number} scale
   * @param {Point} [at] view coordinates; the view's middle if there are none
   */
  zoomTo(scale, at = { x: this.width / 2, y: this.height / 2 }) {
    const under = this.toImage(at);
    this.scale = clamp(scale, this.minScale, this.maxScale);
    this.isFitted = Math.abs(this.scale - this.fitScale) < 1e-9;
    this.x = at.x - under.x * this.scale;
    this.y = at.y - under.y * this.scale;
    this.#hold();
  }

  /** @param {number} dx CSS pixels @param {number} dy CSS pixels */
  panBy(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.#hold();
  }

  /** Bring a place of the image to the view's middle. @param {Point} place */
  lookAt(place) {
    this.x = this.width / 2 - place.x * this.scale;
    this.y = this.height / 2 - place.y * this.scale;
    this.#hold();
  }

  /** Pan just as far as it takes to bring a part of the image into sight. @param {Bounds} bounds */
  reveal(bounds) {
    const seen = this.visible(MARGIN);
    const isSeen =
      bounds.left >= seen.left && bounds.top >= seen.top && bounds.right <= seen.right && bounds.bottom <= seen.bottom;
    if (!isSeen) this.lookAt({ x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 });
    return !isSeen;
  }

  /** @param {Point} point view coordinates @returns {Point} image coordinates */
  toImage({ x, y }) {
    return { x: (x - this.x) / this.scale, y: (y - this.y) / this.scale };
  }

  /** @param {Point} point image coordinates @returns {Point} view coordinates */
  toView({ x, y }) {
    return { x: x * this.scale + this.x, y: y * this.scale + this.y };
  }

  /** The part of the image's plane that is in sight. @param {number} [inset] CSS pixels @returns {Bounds} */
  visible(inset = 0) {
    const { x: left, y: top } = this.toImage({ x: inset, y: inset });
    const { x: right, y: bottom } = this.toImage({ x: this.width - inset, y: this.height - inset });
    return { left, top, right, bottom };
  }

  /** The place of the image nearest to a point. @param {Point} point @returns {Point} */
  inside({ x, y }) {
    return { x: clamp(x, 0, this.imageWidth), y: clamp(y, 0, this.imageHeight) };
  }

  #hold() {
    this.x = held(this.x, this.imageWidth * this.scale, this.width);
    this.y = held(this.y, this.imageHeight * this.scale, this.height);
  }
}

/** @param {number} offset @param {number} extent of the image @param {number} room */
function held(offset, extent, room) {
  if (extent + 2 * MARGIN <= room + 1e-6) return (room - extent) / 2;
  return clamp(offset, room - MARGIN - extent, MARGIN);
}
