// @ts-check
/** The clock's controls: they call the control API, as a test would. */
import { clock } from "../portal/clock.js";

const PREFIX = "/_simulator/clock";

/** @typedef {{now: string, speed: number, mode: string, next_deadline: string | null, fired: number}} ClockDocument */

class ClockPanel {
  /** @param {HTMLElement} root @param {{refresh: () => void} | null} refresher */
  constructor(root, refresher) {
    this.refresher = refresher;
    this.root = root;
    this.result = /** @type {HTMLElement} */ (root.querySelector("[data-clock-result]"));
    this.#onSubmit("[data-clock-advance]", (form) => this.#advance({ seconds: seconds(form) }));
    this.#onSubmit("[data-clock-mode]", (form) => this.#setMode(form));
    for (const button of root.querySelectorAll("[data-clock-until]")) {
      button.addEventListener("click", () => this.#until(button.getAttribute("data-clock-until") ?? ""));
    }
  }

  /** @param {string} selector @param {(form: FormData) => Promise<void>} act */
  #onSubmit(selector, act) {
    const form = /** @type {HTMLFormElement} */ (this.root.querySelector(selector));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act(new FormData(form));
    });
  }

  /** @param {string} target */
  #until(target) {
    return this.#attempt(async () => {
      if (target === "idle") return this.#moved(await ask("/advance", { until: "idle" }));
      const { next_deadline: deadline } = await ask("");
      if (deadline === null) return this.#say("Nothing is due, so time stays where it is.");
      return this.#moved(await ask("/advance", { until: deadline }));
    });
  }

  /** @param {Record<string, unknown>} body */
  #advance(body) {
    return this.#attempt(async () => this.#moved(await ask("/advance", body)));
  }

  /** @param {FormData} form */
  #setMode(form) {
    const mode = String(form.get("mode"));
    const body = mode === "scaled" ? { mode, speed: Number(form.get("speed")) } : { mode };
    return this.#attempt(async () => {
      const { now, speed } = await ask("", body);
      clock.set({ now_ms: Date.parse(now), speed });
      const how = { manual: "Time stands still until it is moved.", real: "Time runs as the wall clock does." };
      this.#say(how[/** @type {keyof typeof how} */ (mode)] ?? `Time runs ${speed} times as fast as the wall clock.`);
    });
  }

  /** @param {ClockDocument} document */
  #moved({ now, fired }) {
    clock.set({ now_ms: Date.parse(now), speed: clock.speed });
    this.#say(`It is ${now.slice(0, 19).replace("T", " ")}. ${fired === 1 ? "1 thing" : `${fired} things`} fell due on the way.`);
  }

  /** @param {() => Promise<void>} act */
  async #attempt(act) {
    this.root.toggleAttribute("aria-busy", true);
    try {
      await act();
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), true);
    }
    this.root.toggleAttribute("aria-busy", false);
    this.refresher?.refresh();
  }

  /** @param {string} text @param {boolean} [isBad] */
  #say(text, isBad = false) {
    this.result.hidden = false;
    this.result.className = isBad ? "notice is-danger" : "notice is-success";
    this.result.textContent = text;
  }
}

/** @param {FormData} form */
function seconds(form) {
  return Number(form.get("amount")) * Number(form.get("unit"));
}

/**
 * @param {string} path @param {Record<string, unknown>} [body] none only asks
 * @returns {Promise<ClockDocument>}
 */
async function ask(path, body) {
  const init = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  const response = await fetch(PREFIX + path, init).catch(() => null);
  if (response === null) throw new Error("There is no connection to the simulator.");
  const document = await response.json();
  if (!response.ok) throw new Error(document.error.message);
  return document;
}

/** @param {{refresh: () => void} | null} refresher */
export function openClockPanel(refresher) {
  const root = document.querySelector("[data-clock]");
  if (root instanceof HTMLElement) new ClockPanel(root, refresher);
}
