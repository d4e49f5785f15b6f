// @ts-check
/** What a task's page asks of the server. Nothing here is trusted there: session, lease and form proof go along. */

/** The server refused; `status` is HTTP's, 0 if it was not reached. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @typedef {{state: string, lease: string | null, deadline_ms: number | null, now_ms: number, speed: number}} Standing */

export class TaskCalls {
  /** @param {{task: string, csrf: string, lease: string}} keys */
  constructor({ task, csrf, lease }) {
    this.base = `/portal/tasks/${encodeURIComponent(task)}`;
    this.csrf = csrf;
    this.lease = lease;
  }

  /** @returns {Promise<Standing>} how the task stands now */
  state() {
    return ask(`${this.base}/state`, {});
  }

  /**
   * Release, decline, pause or resume.
   * @param {string} name
   * @returns {Promise<Standing>}
   */
  move(name) {
    return ask(`${this.base}/${name}`, this.#form({ lease: this.lease }));
  }

  /**
   * @param {unknown} answers
   * @returns {Promise<{state: string, more: boolean}>}
   */
  submit(answers) {
    return ask(`${this.base}/submit`, this.#json({ answers, lease: this.lease }));
  }

  /** @returns {Promise<{draft: Record<string, unknown> | null}>} what was entered before */
  draft() {
    return ask(`${this.base}/draft?lease=${encodeURIComponent(this.lease)}`, {});
  }

  /** @param {unknown} draft @returns {Promise<unknown>} */
  saveDraft(draft) {
    return ask(`${this.base}/draft`, { ...this.#json({ draft, lease: this.lease }), method: "PUT" });
  }

  /** @returns {Promise<{url: string}>} the page of the next task */
  next() {
    return ask("/portal/start", this.#form({}));
  }

  /** @param {Record<string, unknown>} body @returns {RequestInit} */
  #json(body) {
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": this.csrf };
    return { method: "POST", headers, body: JSON.stringify(body) };
  }

  /** @param {Record<string, string>} fields @returns {RequestInit} */
  #form(fields) {
    return { method: "POST", body: new URLSearchParams({ ...fields, csrf: this.csrf }) };
  }
}

/**
 * @param {string} url @param {RequestInit} init
 * @returns {Promise<any>}
 */
async function ask(url, init) {
  let response;
  try {
    response = await fetch(url, { cache: "no-store", ...init, headers: { Accept: "application/json", ...init.headers } });
  } catch {
    throw new Refused(0, "There is no connection to the simulator. Nothing is lost: try again in a moment.");
  }
  const document = await response.json().catch(() => ({}));
  if (response.ok) return document;
  throw new Refused(response.status, document.error?.message ?? "The simulator could not do this. Try again.");
}
