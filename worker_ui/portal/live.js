// @ts-check
/**
 * The line to the server: hears hints that something changed and how the clock runs, shows how the line stands, and
 * dials again, a little later each time, when it breaks. What changed before the line was open was not heard, so every
 * opening is a hint, too.
 */
import { clock } from "./clock.js";

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const SIGNED_OUT = 4401;
const TEXTS = { connecting: "Connecting", live: "Live", lost: "Reconnecting" };

class Line {
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #pause = SHORTEST_PAUSE;
  #wasOpen = false;
  #address;

  /** @param {string} path */
  constructor(path) {
    this.#address = new URL(path, location.href.replace(/^http/, "ws")).href;
    this.#dial();
  }

  /** @param {() => void} listener called when something changed, and when the line is open */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  #dial() {
    const socket = new WebSocket(this.#address);
    socket.addEventListener("open", () => {
      this.#pause = SHORTEST_PAUSE;
      this.#show("live");
      this.#wasOpen = true;
      this.#tell();
    });
    socket.addEventListener("message", (event) => this.#hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.#lose(event.code));
  }

  /** @param {{type: string, now_ms: number, speed: number}} message */
  #hear(message) {
    if (message.type === "clock") clock.set(message);
    else if (message.type === "changed") this.#tell();
  }

  /** @param {number} code */
  #lose(code) {
    if (code === SIGNED_OUT) {
      location.assign("/portal/sign-in");
      return;
    }
    this.#show(this.#wasOpen ? "lost" : "connecting");
    setTimeout(() => this.#dial(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  /** @param {"connecting" | "live" | "lost"} state */
  #show(state) {
    for (const element of document.querySelectorAll("[data-connection]")) {
      if (element instanceof HTMLElement) element.dataset.connection = state;
      const text = element.querySelector("[data-connection-text]");
      if (text) text.textContent = TEXTS[state];
      element.setAttribute("title", TEXTS[state]);
    }
  }
}

/** @returns {Line | null} the page's line, where the page is live */
export function openLine() {
  const path = document.documentElement.dataset.liveAt;
  return path ? new Line(path) : null;
}
