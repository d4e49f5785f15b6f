// @ts-check
/**
 * The page on which a task is worked. The task itself is in a sandboxed frame of an opaque origin and talks by messages
 * (see `../crowd/portal-link.js`); only the frame's own window is heard, and the server believes nothing of it. How the
 * task stands is the server's to say: this page asks whenever it was told that something changed, and at the deadline.
 */
import { announce } from "./announce.js";
import { clock } from "./clock.js";
import { Drafts } from "./drafts.js";
import { onScheme, scheme } from "./scheme-toggle.js";
import { Refused, TaskCalls } from "./task-calls.js";
import { TaskTimer } from "./task-timer.js";
import { Veil } from "./veil.js";

const CONTINUE = "a2i-continue";
/** A frame that says nothing, such as one with an error in it, is shown after this time. */
const LOADING_PATIENCE_MILLISECONDS = 4000;
const LIST = { label: "Back to the task list", href: "/portal" };

/** @type {Record<string, {heading: string, text: string}>} */
const ENDS = {
  lapsed: {
    heading: "The time for this task ran out",
    text: "Nothing was submitted, and the task went back to the other workers.",
  },
  declined: { heading: "You declined this task", text: "You gave it up for good. It will not be offered to you again." },
  gone: { heading: "This task is no longer yours", text: "It was given back or withdrawn in the meantime." },
  lost: { heading: "This task is gone", text: "It is not there any more: it was deleted, or the simulator was reset." },
};

class Work {
  /** @type {Promise<void> | null} */
  #looking = null;

  /** @param {HTMLElement} root @param {{onChange: (listener: () => void) => void} | null} line */
  constructor(root, line) {
    this.calls = new TaskCalls(/** @type {any} */ (root.dataset));
    this.veil = new Veil(root);
    this.frame = /** @type {HTMLIFrameElement} */ (root.querySelector("iframe"));
    this.loading = root.querySelector("[data-loading]");
    this.drafts = new Drafts(this.calls, (message) => this.#tell(message));
    this.state = "working";
    this.isSubmitting = false;
    /** Whether something may have changed since the server was asked last. */
    this.isStale = false;
    /** Whether the page in the frame has said that it is ready; it may be so before this page listens. */
    this.isHeard = false;
    this.timer = new TaskTimer(Number(root.dataset.accepted), Number(root.dataset.deadline), () => this.#looking ?? this.look());
    line?.onChange(() => this.look());
    this.#wireFrame();
    this.#wireMoves();
    this.#wireContinue();
  }

  get isOpen() {
    return this.state === "working" || this.state === "paused";
  }

  /** Ask the server how the task stands, and show it; ask again if that may have changed while it answered. */
  look() {
    this.isStale = true;
    this.#looking ??= this.#askOn().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #askOn() {
    while (this.isStale && this.isOpen && !this.isSubmitting) {
      this.isStale = false;
      await this.#ask();
    }
  }

  async #ask() {
    const [before, asked] = [this.state, performance.now()];
    try {
      const standing = await this.calls.state();
      clock.set(standing, asked);
      if (this.state !== before) this.isStale = true;
      else if (!this.isSubmitting) this.show(standing.state);
    } catch (error) {
      this.#cannotLook(error);
    }
  }

  /** @param {string} state */
  show(state) {
    if (state === this.state) return;
    this.state = state;
    this.#allowMoves();
    if (state === "working") this.veil.lift();
    else if (state === "paused") this.#showPaused();
    else if (state === "submitted") this.#showSubmitted(false);
    else this.#showEnd(ENDS[state] ?? ENDS.gone);
  }

  #wireFrame() {
    window.addEventListener("message", (event) => {
      if (event.source !== this.frame.contentWindow || typeof event.data !== "object" || event.data === null) return;
      if (event.data.type === "a2i:submit") this.#submit(event.data.answers);
      if (event.data.type === "a2i:draft" && this.isOpen && !this.isSubmitting) this.drafts.take(event.data.draft);
      if (event.data.type === "a2i:ready" && !(event.data.again && this.isHeard)) this.#ready(true);
    });
    this.frame.addEventListener("load", () => this.#ready(false));
    onScheme((shown) => this.#tell({ type: "a2i:theme", scheme: shown }));
    this.#tell({ type: "a2i:hello" });
    setTimeout(() => this.loading?.remove(), LOADING_PATIENCE_MILLISECONDS);
  }

  /** @param {boolean} isListening whether the page in the frame says so itself */
  #ready(isListening) {
    this.loading?.remove();
    this.#tell({ type: "a2i:theme", scheme: scheme() });
    if (!isListening) return;
    this.isHeard = true;
    this.drafts.restore();
  }

  /** @param {Record<string, unknown>} message */
  #tell(message) {
    this.frame.contentWindow?.postMessage(message, "*");
  }

  /** @param {unknown} answers */
  async #submit(answers) {
    if (this.isSubmitting || this.state !== "working") return;
    this.isSubmitting = true;
    this.drafts.stop();
    try {
      const { more } = await this.calls.submit(answers);
      this.#accepted(more);
    } catch (error) {
      this.isSubmitting = false;
      this.drafts.goOn();
      await this.#refused(error);
    }
  }

  /** @param {boolean} hasMore */
  #accepted(hasMore) {
    this.state = "submitted";
    this.#allowMoves();
    this.timer.stop();
    this.#tell({ type: "a2i:submit-result", accepted: true });
    announce("Your answer was submitted.");
    if (hasMore && localStorage.getItem(CONTINUE) !== "off") this.#goOn();
    else this.#showSubmitted(hasMore);
  }

  /** @param {unknown} error */
  async #refused(error) {
    const { status, message } = error instanceof Refused ? error : new Refused(0, String(error));
    if (status === 409 || status === 404 || this.isStale) await this.look();
    const accepted = this.state === "submitted";
    this.#tell({ type: "a2i:submit-result", accepted, message });
    if (status === 401) this.#signedOut();
  }

  async #goOn() {
    const text = "The next task is being loaded.";
    this.veil.lower({ kind: "good", heading: "Submitted", text, choices: [], isBusy: true });
    try {
      location.replace((await this.calls.next()).url);
    } catch {
      this.#showSubmitted(false);
    }
  }

  /** @param {boolean} hasMore */
  #showSubmitted(hasMore) {
    this.timer.stop();
    const next = { label: "Start the next task", act: () => this.#goOn(), primary: true };
    const text = hasMore ? "Thank you. There is more to do when you are ready." : "Thank you. There is no further task for you now.";
    const list = { ...LIST, primary: !hasMore };
    this.veil.lower({ kind: "good", heading: "Submitted", text, choices: hasMore ? [next, list] : [list] });
  }

  #showPaused() {
    const text = "The time limit keeps running. What you have entered is saved with the task until you resume it.";
    const resume = { label: "Resume task", act: () => this.#move("resume"), primary: true };
    this.veil.lower({ kind: "hold", heading: "This task is stopped", text, choices: [resume, LIST] });
  }

  /** @param {{heading: string, text: string}} end */
  #showEnd(end) {
    this.timer.stop();
    this.veil.lower({ kind: "bad", ...end, choices: [{ ...LIST, primary: true }] });
  }

  #signedOut() {
    const text = "Sign in again to go on with this task while its time limit runs.";
    const back = `/portal/sign-in?task=${encodeURIComponent(this.calls.base.split("/").at(-1) ?? "")}`;
    const choices = [{ label: "Sign in", href: back, primary: true }];
    this.veil.lower({ kind: "bad", heading: "You are signed out", text, choices });
  }

  /** @param {unknown} error */
  #cannotLook(error) {
    const status = error instanceof Refused ? error.status : 0;
    if (status === 401) this.#signedOut();
    if (status === 404) this.#showEnd(ENDS.lost);
  }

  /**
   * @param {string} name
   * @param {HTMLFormElement} [form] where to show a refusal
   */
  async #move(name, form) {
    try {
      if (name === "pause" && this.isHeard) await this.drafts.settle();
      const standing = await this.calls.move(name);
      form?.closest("dialog")?.close();
      if (name === "release" || name === "decline") location.assign(`/portal?notice=${name}`);
      else this.show(standing.state);
    } catch (error) {
      showError(form, error instanceof Error ? error.message : String(error));
      await this.look();
    }
  }

  #wireMoves() {
    for (const form of document.querySelectorAll("form[data-move]")) {
      if (!(form instanceof HTMLFormElement)) continue;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#move(form.dataset.move ?? "", form);
      });
    }
  }

  /** What cannot be done in this state cannot be pressed, either. */
  #allowMoves() {
    for (const opener of document.querySelectorAll("[data-actions] [data-opens]")) {
      if (!(opener instanceof HTMLButtonElement)) continue;
      opener.disabled = !this.isOpen || (this.state === "paused" && opener.dataset.opens === "pause");
    }
    if (!this.isOpen) for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  }

  #wireContinue() {
    const box = document.querySelector("[data-continue]");
    if (!(box instanceof HTMLInputElement)) return;
    box.disabled = false;
    box.checked = localStorage.getItem(CONTINUE) !== "off";
    box.addEventListener("change", () => localStorage.setItem(CONTINUE, box.checked ? "on" : "off"));
  }
}

/** @param {HTMLFormElement | undefined} form @param {string} message */
function showError(form, message) {
  const place = form?.querySelector("[data-move-error]");
  if (!(place instanceof HTMLElement)) return;
  place.textContent = message;
  place.hidden = false;
}

/** @param {{onChange: (listener: () => void) => void} | null} line */
export function openWork(line) {
  const root = document.querySelector("[data-work]");
  if (root instanceof HTMLElement) new Work(root, line);
}
