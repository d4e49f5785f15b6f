// @ts-check
/**
 * The image: loading it, and drawing what is in sight of it fast.
 *
 * It is asked for without CORS, so that an image from any store shows; drawing it only taints the canvas that it lies
 * on, which nobody reads. Besides the image itself there are copies, each half as wide as the one before: a frame
 * draws from the smallest that still has a pixel for each pixel of the screen, so its cost depends on the view's size
 * and not on the image's. Until the copies are made the image itself serves.
 */

const SMALLEST_COPY = 480;
const PIXELS_SHOWN_AS_SQUARES = 4;

export class PictureError extends Error {}

/**
 * Load an image.
 * @param {string} src
 * @returns {Promise<Picture>}
 * @throws {PictureError} with a sentence for the worker
 */
export function loadPicture(src) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.decoding = "async";
    image.onload = () => {
      if (image.naturalWidth && image.naturalHeight) resolve(new Picture(image));
      else reject(new PictureError("The image has no size of its own, so nothing can be measured on it."));
    };
    image.onerror = () => reject(new PictureError("The image could not be loaded."));
    image.src = src;
  });
}

/** A source for drawing with its size in pixels. @typedef {{source: CanvasImageSource, width: number, height: number}} Copy */

export class Picture {
  #isClosed = false;

  /** @param {HTMLImageElement} image one that has arrived */
  constructor(image) {
    this.width = image.naturalWidth;
    this.height = image.naturalHeight;
    /** @type {Copy[]} */
    this.copies = [{ source: image, width: this.width, height: this.height }];
  }

  /** Make the smaller copies; a browser that cannot does without. @param {() => void} ready called after each */
  async prepare(ready) {
    try {
      for (;;) {
        const last = /** @type {Copy} */ (this.copies.at(-1));
        const [width, height] = [Math.round(last.width / 2), Math.round(last.height / 2)];
        if (Math.max(width, height) < SMALLEST_COPY) return;
        const bitmap = await createImageBitmap(/** @type {ImageBitmapSource} */ (last.source), {
          resizeWidth: width,
          resizeHeight: height,
          resizeQuality: "medium",
        });
        if (this.#isClosed) return bitmap.close();
        this.copies.push({ source: bitmap, width, height });
        ready();
      }
    } catch {
      return;
    }
  }

  /** Give the copies' memory back. */
  close() {
    this.#isClosed = true;
    for (const { source } of this.copies) if (source instanceof ImageBitmap) source.close();
  }

  /**
   * Draw what is in sight.
   * @param {CanvasRenderingContext2D} context in device pixels
   * @param {import("./viewport.js").Viewport} viewport
   */
  draw(context, viewport) {
    const scale = viewport.scale * viewport.ratio;
    const copy = this.#copyFor(scale);
    const [across, down] = [copy.width / this.width, copy.height / this.height];
    const seen = viewport.visible();
    const left = Math.max(0, Math.floor(seen.left * across) - 1);
    const top = Math.max(0, Math.floor(seen.top * down) - 1);
    const width = Math.min(copy.width, Math.ceil(seen.right * across) + 1) - left;
    const height = Math.min(copy.height, Math.ceil(seen.bottom * down) + 1) - top;
    if (width <= 0 || height <= 0) return;
    context.imageSmoothingEnabled = scale < PIXELS_SHOWN_AS_SQUARES;
    context.drawImage(
      copy.source,
      left,
      top,
      width,
      height,
      (left / across) * scale + viewport.x * viewport.ratio,
      (top / down) * scale + viewport.y * viewport.ratio,
      (width / across) * scale,
      (height / down) * scale,
    );
  }

  /** @param {number} scale device pixels per image pixel @returns {Copy} */
  #copyFor(scale) {
    const wanted = this.width * scale;
    const fine = this.copies.filter((copy) => copy.width >= wanted);
    return /** @type {Copy} */ (fine.at(-1) ?? this.copies[0]);
  }
}
