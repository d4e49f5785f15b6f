// @ts-check
/**
 * Colours of regions. They are part of the answer, so they are hexadecimal, all different, and never that of the
 * background. The first ones, and their order, are those of AWS's sample outputs [D].
 */

const FIRST = [
  ...["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"],
  ...["#aec7e8", "#ffbb78", "#98df8a", "#ff9896", "#c5b0d5", "#c49c94", "#f7b6d2", "#c7c7c7", "#dbdb8d", "#9edae5"],
];
const GOLDEN_ANGLE = 137.508;

/** Transparent, and white to whom transparency means nothing: AWS's manifests call #ffffff the background [D, G here]. */
export const BACKGROUND = Object.freeze([255, 255, 255, 0]);

/** A colour that is not taken yet. @param {ReadonlySet<string>} taken */
export function freeColour(taken) {
  for (let index = 0; ; index += 1) {
    const colour = FIRST[index] ?? generated(index);
    if (!taken.has(colour)) return colour;
  }
}

/** @param {number} index */
function generated(index) {
  const hue = (index * GOLDEN_ANGLE) % 360;
  return hexOf(`hsl(${hue.toFixed(1)} ${55 + (index % 4) * 10}% ${32 + (index % 5) * 8}%)`) ?? "#000000";
}

/** @param {unknown} colour in CSS @returns {string | undefined} `#rrggbb`, undefined if it is none or not opaque */
export function hexOf(colour) {
  if (typeof colour !== "string" || !CSS.supports("color", colour)) return undefined;
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  context.fillStyle = colour;
  const hex = String(context.fillStyle).toLowerCase();
  return /^#[0-9a-f]{6}$/.test(hex) && hex !== "#ffffff" ? hex : undefined;
}

/** @param {string} hex @returns {readonly [number, number, number, number]} */
export function rgbaOf(hex) {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255, 255];
}
