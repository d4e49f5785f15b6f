// @ts-check
/**
 * A PNG of a mask, written by hand, so that every pixel is exactly the colour of its region: a canvas may change
 * colours (a browser that hides its fingerprint does), and it cannot be read at all where it is tainted.
 *
 * 8-bit RGBA, because consumers read colours and not palette indices. Each row is stored as its difference from the
 * row above, which is nothing nearly everywhere, and compressed by one DEFLATE block with the fixed codes, whose only
 * matches repeat the last four bytes. 12 million pixels take a few hundred kilobytes.
 */

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const ADLER = 65521;
const LONGEST_MATCH = 258;
const PIXEL_BYTES = 4;
/** How many bits a length adds to its code, by code from 257 on. */
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

/** @type {Uint32Array | null} */
let crcs = null;

/** @returns {Uint32Array} what each byte does to a checksum */
function crcTable() {
  crcs ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  return crcs;
}

/** @returns {{code: number, extra: number, bits: number}[]} for a match of each length its code, and the bits that follow it */
function lengthTable() {
  const table = [];
  for (let code = 257, length = 3; code <= 285; code += 1) {
    const bits = LENGTH_BITS[code - 257] ?? 0;
    if (code === 285) length = LONGEST_MATCH;
    for (let extra = 0; extra < 1 << bits && length + extra <= LONGEST_MATCH; extra += 1)
      table[length + extra] = { code, extra, bits };
    length += 1 << bits;
  }
  return table;
}

/** Compresses bytes that come in runs of equal pixels. */
class Deflater {
  #lengths = lengthTable();
  #bytes = new Uint8Array(1 << 16);
  #size = 0;
  #held = 0;
  #count = 0;
  #low = 1;
  #high = 0;

  constructor() {
    this.#byte(0x78);
    this.#byte(0x01);
    this.#bits(0b011, 3);
  }

  /** @param {number} byte */
  #byte(byte) {
    if (this.#size === this.#bytes.length) {
      const larger = new Uint8Array(this.#size * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#size] = byte;
    this.#size += 1;
  }

  /** @param {number} value @param {number} count lowest bit first */
  #bits(value, count) {
    this.#held |= value << this.#count;
    for (this.#count += count; this.#count >= 8; this.#count -= 8) {
      this.#byte(this.#held & 255);
      this.#held >>>= 8;
    }
  }

  /** A code of the fixed table; codes go highest bit first. @param {number} symbol */
  #code(symbol) {
    if (symbol < 144) this.#bits(reversed(48 + symbol, 8), 8);
    else if (symbol < 256) this.#bits(reversed(400 + symbol - 144, 9), 9);
    else if (symbol < 280) this.#bits(reversed(symbol - 256, 7), 7);
    else this.#bits(reversed(192 + symbol - 280, 8), 8);
  }

  /** @param {number} byte */
  literal(byte) {
    this.#code(byte);
    this.#low = (this.#low + byte) % ADLER;
    this.#high = (this.#high + this.#low) % ADLER;
  }

  /** The same pixel several times. @param {readonly number[]} pixel @param {number} times */
  run(pixel, times) {
    for (const byte of pixel) this.literal(byte);
    let left = (times - 1) * PIXEL_BYTES;
    this.#sum(pixel, times - 1);
    while (left > 0) {
      const length = left <= LONGEST_MATCH ? left : Math.min(LONGEST_MATCH, left - 4);
      const { code, extra, bits } = this.#lengths[length] ?? { code: 0, extra: 0, bits: 0 };
      this.#code(code);
      this.#bits(extra, bits);
      this.#bits(reversed(3, 5), 5);
      left -= length;
    }
  }

  /** Add repeated pixels to the checksum. @param {readonly number[]} pixel @param {number} times */
  #sum(pixel, times) {
    if (pixel.every((byte) => byte === 0)) {
      this.#high = (this.#high + this.#low * times * PIXEL_BYTES) % ADLER;
      return;
    }
    for (let index = 0; index < times; index += 1) {
      for (const byte of pixel) {
        this.#low += byte;
        this.#high += this.#low;
      }
      this.#low %= ADLER;
      this.#high %= ADLER;
    }
  }

  /** @returns {Uint8Array} a whole zlib stream */
  end() {
    this.#code(256);
    this.#bits(0, (8 - this.#count) % 8);
    for (const half of [this.#high, this.#low]) {
      this.#byte(half >>> 8);
      this.#byte(half & 255);
    }
    return this.#bytes.subarray(0, this.#size);
  }
}

/** @param {number} value @param {number} count @returns {number} its bits in reverse order */
function reversed(value, count) {
  let turned = 0;
  for (let bit = 0; bit < count; bit += 1) turned |= ((value >> bit) & 1) << (count - 1 - bit);
  return turned;
}

/**
 * Write a mask as a PNG.
 * @param {{width: number, height: number, pixels: Uint16Array}} mask
 * @param {readonly (readonly number[])[]} colours RGBA by region
 * @returns {Uint8Array}
 */
export function encodePng({ width, height, pixels }, colours) {
  const stream = new Deflater();
  /** @param {number} index @returns {readonly number[]} */
  const colour = (index) => (index < 0 ? NOTHING : (colours[pixels[index] ?? 0] ?? NOTHING));
  for (let y = 0; y < height; y += 1) {
    stream.literal(2);
    let x = 0;
    while (x < width) {
      const at = y * width + x;
      const above = at - width;
      const start = x;
      const [now, before] = [pixels[at], pixels[above]];
      for (x += 1; x < width && samePair(pixels, y * width + x, width, now, before); x += 1);
      stream.run(difference(colour(at), colour(above)), x - start);
    }
  }
  const head = new Uint8Array([...word(width), ...word(height), 8, 6, 0, 0, 0]);
  const parts = [chunk("IHDR", head), chunk("IDAT", stream.end()), chunk("IEND", new Uint8Array())];
  return joined([new Uint8Array(SIGNATURE), ...parts]);
}

const NOTHING = Object.freeze([0, 0, 0, 0]);

/** @param {Uint16Array} pixels @param {number} at @param {number} width @param {number | undefined} now @param {number | undefined} before */
function samePair(pixels, at, width, now, before) {
  return pixels[at] === now && pixels[at - width] === before;
}

/** @param {readonly number[]} one @param {readonly number[]} other */
function difference(one, other) {
  return one.map((byte, index) => (byte - (other[index] ?? 0)) & 255);
}

/** @param {number} value */
function word(value) {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** @param {string} name @param {Uint8Array} data */
function chunk(name, data) {
  const body = joined([Uint8Array.from(name, (sign) => sign.charCodeAt(0)), data]);
  const table = crcTable();
  let crc = 0xffffffff;
  for (const byte of body) crc = (table[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return joined([new Uint8Array(word(data.length)), body, new Uint8Array(word(~crc >>> 0))]);
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes @returns {string} */
export function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8190) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 8190)));
  return text;
}
