// @ts-check
/** The mask as a person sees it: its colours over the image, drawn again only where it changed. */
import { rgbaOf } from "./colours.js";

export class Overlay {
  /** @param {import("./mask.js").Mask} mask */
  constructor(mask) {
    this.mask = mask;
    this.canvas = Object.assign(document.createElement("canvas"), { width: mask.width, height: mask.height });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** @type {number[]} */
    this.colours = [0];
  }

  /** @param {(string | undefined)[]} colours by region, from 1 on */
  setColours(colours) {
    const isLittle = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
    const packed = colours.map((hex) => {
      const [red, green, blue, alpha] = hex ? rgbaOf(hex) : [0, 0, 0, 0];
      const bytes = isLittle ? [alpha, blue, green, red] : [red, green, blue, alpha];
      return bytes.reduce((word, byte) => (word << 8) | byte, 0) >>> 0;
    });
    const isSame = this.colours.length === packed.length + 1 && packed.every((word, index) => word === this.colours[index + 1]);
    this.colours = [0, ...packed];
    if (!isSame) this.refresh({ left: 0, top: 0, right: this.mask.width, bottom: this.mask.height });
  }

  /** @param {import("./mask.js").Rect} rect */
  refresh({ left, top, right, bottom }) {
    if (right <= left || bottom <= top) return;
    const image = this.context.createImageData(right - left, bottom - top);
    const words = new Uint32Array(image.data.buffer);
    const { pixels, width } = this.mask;
    for (let y = top, to = 0; y < bottom; y += 1)
      for (let at = y * width + left; at < y * width + right; at += 1, to += 1)
        words[to] = this.colours[pixels[at] ?? 0] ?? 0;
    this.context.putImageData(image, left, top);
  }

  /**
   * @param {CanvasRenderingContext2D} context in device pixels
   * @param {import("../stage/viewport.js").Viewport} viewport
   * @param {number} opacity 0 to 1
   */
  draw(context, viewport, opacity) {
    const seen = viewport.visible();
    const scale = viewport.scale * viewport.ratio;
    const left = Math.max(0, Math.floor(seen.left));
    const top = Math.max(0, Math.floor(seen.top));
    const width = Math.min(this.mask.width, Math.ceil(seen.right)) - left;
    const height = Math.min(this.mask.height, Math.ceil(seen.bottom)) - top;
    if (width <= 0 || height <= 0) return;
    const [x, y] = [left * scale + viewport.x * viewport.ratio, top * scale + viewport.y * viewport.ratio];
    context.save();
    context.globalAlpha = opacity;
    context.imageSmoothingEnabled = scale < 1;
    context.drawImage(this.canvas, left, top, width, height, x, y, width * scale, height * scale);
    context.restore();
  }
}
