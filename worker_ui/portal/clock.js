// @ts-check
/**
 * The simulator's clock as this page knows it: an instant, and how fast time runs since. The browser's own clock only
 * measures what passed in between; a clock that stands still stands still here, too.
 */
import { duration, stopwatch } from "./wording.js";

const BEAT_MILLISECONDS = 250;

class SimulatorClock {
  #nowMs = Number(document.documentElement.dataset.now);
  #speed = Number(document.documentElement.dataset.speed);
  #since = performance.now();
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @returns {number} simulator time in epoch milliseconds */
  now() {
    return this.#nowMs + (performance.now() - this.#since) * this.#speed;
  }

  /** @returns {number} simulated seconds for each real one; 0 stands still */
  get speed() {
    return this.#speed;
  }

  /**
   * @param {{now_ms: number, speed: number}} told what the server said
   * @param {number} [asked] when it was asked, by `performance.now()`: what was told since is newer
   */
  set(told, asked = performance.now()) {
    if (asked < this.#since) return;
    this.#nowMs = told.now_ms;
    this.#speed = told.speed;
    this.#since = performance.now();
    this.#tick();
  }

  /** @param {() => void} listener called four times a second, and whenever the clock is moved */
  onTick(listener) {
    this.#listeners.add(listener);
  }

  start() {
    setInterval(() => this.#tick(), BEAT_MILLISECONDS);
    this.#tick();
  }

  #tick() {
    for (const listener of this.#listeners) listener();
  }
}

export const clock = new SimulatorClock();

/** Bring every time on the page up to date. */
export function showTimes() {
  const now = clock.now();
  each("countdown", (at) => stopwatch(at - now));
  each("left", (at) => duration(at - now));
  each("ago", (at) => `${duration(now - at)} ago`);
  for (const element of document.querySelectorAll("[data-now-text]")) say(element, clockText(now));
  for (const element of document.querySelectorAll("[data-pace]")) {
    if (element instanceof HTMLElement) element.hidden = clock.speed === 1;
    const text = clock.speed === 0 ? "Time stands still" : `Time runs ${clock.speed}×`;
    say(element.querySelector("[data-pace-text]"), text);
  }
}

/** @param {number} atMs */
function clockText(atMs) {
  const parts = new Date(atMs).toISOString();
  return `${parts.slice(0, 10)} ${parts.slice(11, 19)}`;
}

/** @param {string} name @param {(at: number) => string} word */
function each(name, word) {
  for (const element of document.querySelectorAll(`[data-${name}]`)) {
    if (element instanceof HTMLElement) say(element, word(Number(element.dataset[name])));
  }
}

/** @param {Element | null} element @param {string} text */
function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
