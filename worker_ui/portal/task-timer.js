// @ts-check
/** A task's time: how much is used, a warning when it grows short, and the moment when it is over. */
import { announce } from "./announce.js";
import { clock } from "./clock.js";

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
    clock.onTick(() => this.#tick());
    this.#tick();
  }

  /** The task is settled: its time no longer matters. */
  stop() {
    this.isRunning = false;
    for (const element of document.querySelectorAll("[data-elapsed]")) element.removeAttribute("data-elapsed");
  }

  #tick() {
    if (!this.isRunning) return;
    const left = this.deadlineMs - clock.now();
    this.progress.value = Math.min(clock.now() - this.acceptedMs, this.progress.max);
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
