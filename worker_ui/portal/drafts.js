// @ts-check
/**
 * The portal's half of autosaved drafts: what the frame says goes to the server, the latest only, one at a time; when
 * the frame opens, it gets back what was kept. See `../crowd/drafts.js`.
 */

const PATIENCE_MS = 5000;

export class Drafts {
  /** @type {Promise<void> | null} */
  #saving = null;
  /** @type {unknown} */
  #next;
  #isStopped = false;
  /** @type {(() => void) | null} */
  #arrived = null;

  /** @param {import("./task-calls.js").TaskCalls} calls @param {(message: Record<string, unknown>) => void} tell */
  constructor(calls, tell) {
    this.calls = calls;
    this.tell = tell;
    this.line = /** @type {HTMLElement | null} */ (document.querySelector("[data-draft]"));
  }

  /** Send the frame what was entered before. */
  async restore() {
    try {
      const { draft } = await this.calls.draft();
      if (draft !== null && !this.#isStopped) this.tell({ type: "a2i:draft", draft });
    } catch {
      this.#say("The draft could not be read", false);
    }
  }

  /** The frame says how its fields stand. @param {unknown} draft */
  take(draft) {
    if (this.#isStopped || typeof draft !== "object" || draft === null) return;
    this.#next = draft;
    this.#saving ??= this.#save().finally(() => {
      this.#saving = null;
    });
    this.#arrived?.();
  }

  async #save() {
    while (this.#next !== undefined) {
      const draft = this.#next;
      this.#next = undefined;
      try {
        await this.calls.saveDraft(draft);
        this.#say("Draft saved", true);
      } catch (error) {
        this.#say(`Draft not saved: ${error instanceof Error ? error.message : error}`, false);
      }
    }
  }

  /** Wait until what is in the frame now is kept, or does not answer. */
  async settle() {
    const arrived = new Promise((resolve) => {
      this.#arrived = () => resolve(undefined);
      setTimeout(resolve, PATIENCE_MS);
    });
    this.tell({ type: "a2i:collect-draft" });
    await arrived;
    this.#arrived = null;
    await this.#saving;
  }

  /** The answer is on its way: nothing more to keep. */
  stop() {
    this.#isStopped = true;
    this.#next = undefined;
  }

  /** The answer was not taken. */
  goOn() {
    this.#isStopped = false;
  }

  /** @param {string} text @param {boolean} isGood */
  #say(text, isGood) {
    if (!this.line || this.#isStopped) return;
    this.line.hidden = false;
    this.line.textContent = text;
    this.line.dataset.good = String(isGood);
  }
}
