// @ts-check
/**
 * The wire between a task's page and the portal that shows it in a sandboxed iframe.
 *
 * The iframe's origin is opaque, so the target origin can only be "*"; answers hold no secrets. Trust goes by window,
 * not by origin: only messages whose source is the embedding window are heard.
 *
 * Page to portal: {type: "a2i:ready", height}, {type: "a2i:resize", height}, {type: "a2i:activity"},
 * {type: "a2i:submit", answers: [{…}], activeMilliseconds}, {type: "a2i:draft", draft}.
 * Portal to page: {type: "a2i:submit-result", accepted, message?}, {type: "a2i:theme", scheme: "light" | "dark"},
 * {type: "a2i:draft", draft}, {type: "a2i:collect-draft"}, {type: "a2i:hello"}: a portal that began to listen late asks
 * for what it may have missed: the "ready", which it gets with {again: true}, a draft, and answers that wait.
 */

const ACTIVITY_EVENTS = ["pointerdown", "keydown", "input", "wheel", "touchmove"];
const ACTIVITY_PAUSE_MILLISECONDS = 1000;

/** Whether a portal embeds this page. */
export const isEmbedded = () => window.parent !== window;

/**
 * Say something to the portal; nothing happens outside of one.
 * @param {string} type
 * @param {Record<string, unknown>} [detail]
 */
export function tellPortal(type, detail = {}) {
  if (isEmbedded()) window.parent.postMessage({ type, ...detail }, "*");
}

/**
 * Hear one type of message from the portal.
 * @param {string} type
 * @param {(message: Record<string, unknown>) => void} listener
 * @returns {() => void} stops hearing
 */
export function hearPortal(type, listener) {
  /** @param {MessageEvent} event */
  const hear = (event) => {
    if (!isEmbedded() || event.source !== window.parent) return;
    if (typeof event.data === "object" && event.data !== null && event.data.type === type) listener(event.data);
  };
  window.addEventListener("message", hear);
  return () => window.removeEventListener("message", hear);
}

/** How long this page has been in view. */
class ActiveTime {
  #total = 0;
  #since = document.visibilityState === "visible" ? performance.now() : null;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#turn());
  }

  #turn() {
    if (document.visibilityState === "visible") this.#since ??= performance.now();
    else {
      this.#total = this.milliseconds;
      this.#since = null;
    }
  }

  /** @returns {number} whole milliseconds */
  get milliseconds() {
    return Math.round(this.#total + (this.#since === null ? 0 : performance.now() - this.#since));
  }
}

const activeTime = new ActiveTime();

/**
 * Send answers to the portal and wait for its verdict.
 * @param {Record<string, unknown>[]} answers
 * @param {number} patienceMilliseconds how long to wait
 * @returns {Promise<{accepted: boolean, message: string}>}
 */
export function sendAnswers(answers, patienceMilliseconds) {
  return new Promise((resolve) => {
    /** @param {boolean} accepted @param {string} message */
    const settle = (accepted, message) => {
      for (const stop of stops) stop();
      clearTimeout(timer);
      resolve({ accepted, message });
    };
    const tell = () => tellPortal("a2i:submit", { answers, activeMilliseconds: activeTime.milliseconds });
    const stops = [
      hearPortal("a2i:submit-result", ({ accepted, message }) =>
        settle(accepted === true, typeof message === "string" ? message : ""),
      ),
      hearPortal("a2i:hello", tell),
    ];
    const timer = setTimeout(
      () => settle(false, "No confirmation has arrived yet. Check the connection and submit again."),
      patienceMilliseconds,
    );
    tell();
  });
}

/**
 * The height of the page's content, in CSS pixels: independent of the frame's own height, so that a portal which
 * sizes the frame by it never chases its own tail.
 */
export function contentHeight() {
  const margin =
    parseFloat(getComputedStyle(document.body).paddingBottom) +
    parseFloat(getComputedStyle(document.body).marginBottom);
  const bottoms = [...document.body.children].map((child) => {
    const style = getComputedStyle(child);
    const isOutOfFlow = style.position === "fixed" || style.display === "none";
    return isOutOfFlow
      ? 0
      : child.getBoundingClientRect().bottom + window.scrollY + (parseFloat(style.marginBottom) || 0);
  });
  return Math.ceil(Math.max(0, ...bottoms) + (margin || 0));
}

/** Say "ready", then keep the portal informed of height and activity. */
export function openPortalLink() {
  if (!isEmbedded()) return;
  let height = contentHeight();
  tellPortal("a2i:ready", { height });
  hearPortal("a2i:hello", () => tellPortal("a2i:ready", { height: contentHeight(), again: true }));
  const observer = new ResizeObserver(() =>
    requestAnimationFrame(() => {
      const now = contentHeight();
      if (now !== height) tellPortal("a2i:resize", { height: now });
      height = now;
    }),
  );
  observer.observe(document.body);
  for (const child of document.body.children) observer.observe(child);
  reportActivity();
}

function reportActivity() {
  let last = -Infinity;
  const report = () => {
    if (performance.now() - last < ACTIVITY_PAUSE_MILLISECONDS) return;
    last = performance.now();
    tellPortal("a2i:activity");
  };
  for (const type of ACTIVITY_EVENTS) document.addEventListener(type, report, { capture: true, passive: true });
}
