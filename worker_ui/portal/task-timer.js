// @ts-check
/** A task's time: how much is used, a warning when it grows short, and the moment when it is over. */
import { announce } from "./announce.js";
import { clock } from "./clock.js";
import { stopwatch } from "./wording.js";

const SOON_MS = 60_000;

export class TaskTimer {
  #isWarned = false;

  /** @param {number} acceptedMs @param {number} deadlineMs @param {() => void} onOver */
  constructor(acceptedMs, deadlineMs, onOver) {
    this.acceptedMs = acceptedMs;
    this.deadlineMs = deadlineMs;
    this.onOver = onOver;
    this.isRunning = true;
    this.timer = /** @type {HTMLElement} */ (document.querySelector("[data-timer]"));
    this.progress = /** @type {HTMLProgressElement} */ (document.querySelector("[data-progress]"));
    this.used = /** @type {HTMLElement} */ (this.timer.querySelector("[data-used]"));
    clock.onTick(() => this.#tick());
    this.#tick();
  }

  /** The task is settled: its time no longer matters. */
  stop() {
    this.isRunning = false;
  }

  #tick() {
    if (!this.isRunning) return;
    const used = Math.min(clock.now(), this.deadlineMs) - this.acceptedMs;
    const left = this.deadlineMs - clock.now();
    this.progress.value = used;
    this.used.textContent = stopwatch(used);
    this.timer.dataset.urgency = left <= 0 ? "over" : left <= this.#soonMs ? "soon" : "none";
    if (left <= 0) this.onOver();
    else if (left <= this.#soonMs && !this.#isWarned) this.#warn(left);
  }

  get #soonMs() {
    return Math.min(SOON_MS, (this.deadlineMs - this.acceptedMs) / 3);
  }

  /** @param {number} leftMs */
  #warn(leftMs) {
    this.#isWarned = true;
    announce(`${Math.round(leftMs / 1000)} seconds are left for this task.`);
  }
}
