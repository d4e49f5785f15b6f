// @ts-check
/**
 * A mask that an earlier job has painted: from its image back to regions.
 *
 * The image is asked for with CORS, since its pixels must be read; a store that does not allow that leaves the task
 * without its initial value, and the widget says so. A pixel belongs to the region of exactly its colour, else to the
 * nearest one that is near enough (an image that was scaled or compressed), else to the background.
 */
import { rgbaOf } from "./colours.js";

const NEAR = 48 ** 2 * 3;

/**
 * Where an initial value has its image.
 * @param {Record<string, any>} value `{src}` [D], or an answer with `labeledImage` [I]
 * @returns {string} "" if it has none
 */
export function imageOf(value) {
  const data = value.labeledImage?.pngImageData;
  if (typeof data === "string") return data.startsWith("data:") ? data : `data:image/png;base64,${data}`;
  const src = value.src ?? value.labeledImage?.src ?? value.labeledImage;
  return typeof src === "string" ? src : "";
}

/**
 * Read a painted image.
 * @param {string} src
 * @param {number} width @param {number} height of the image that it lies on; it is scaled to that
 * @param {string[]} colours by region, from 1 on
 * @returns {Promise<Uint16Array>} a region for each pixel
 * @throws {Error} with a sentence for the worker
 */
export async function readPrior(src, width, height, colours) {
  const image = new Image();
  if (!src.startsWith("data:")) image.crossOrigin = "anonymous";
  image.src = src;
  await image.decode().catch(() => {
    throw new Error("The image of the initial value could not be loaded. If it is there, its bucket needs a CORS rule that allows GET.");
  });
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, width, height);
  return regionsOf(context.getImageData(0, 0, width, height).data, colours);
}

/** @param {Uint8ClampedArray} data RGBA @param {string[]} colours @returns {Uint16Array} */
function regionsOf(data, colours) {
  const known = new Map(colours.map((hex, index) => [parseInt(hex.slice(1), 16), index + 1]));
  const regions = new Uint16Array(data.length / 4);
  for (let index = 0; index < regions.length; index += 1) {
    const at = index * 4;
    if ((data[at + 3] ?? 0) < 128) continue;
    const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    let region = known.get(colour);
    if (region === undefined) known.set(colour, (region = nearest(colour, colours)));
    regions[index] = region;
  }
  return regions;
}

/** @param {number} colour @param {string[]} colours @returns {number} a region, 0 if none is near enough */
function nearest(colour, colours) {
  const distances = colours.map((hex) => distance(colour, rgbaOf(hex)));
  const least = Math.min(distance(colour, [255, 255, 255, 0]), ...distances);
  return least <= NEAR ? distances.indexOf(least) + 1 : 0;
}

/** @param {number} colour @param {readonly number[]} other */
function distance(colour, [red = 0, green = 0, blue = 0]) {
  return ((colour >> 16) - red) ** 2 + (((colour >> 8) & 255) - green) ** 2 + ((colour & 255) - blue) ** 2;
}
