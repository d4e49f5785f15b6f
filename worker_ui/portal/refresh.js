// @ts-check
/**
 * Keeps the page fresh: after a hint, and now and then without one, it fetches itself and takes over the regions marked
 * `data-fresh`. One fetch at a time; hints that come meanwhile make one more.
 */
import { showTimes } from "./clock.js";
import { morph } from "./morph.js";

const NOW_AND_THEN = 15_000;
/** The word about what has just happened, which stays however soon the page is refreshed, and goes with a reload. */
const notice = new URLSearchParams(location.search).get("notice");

class Refresher {
  #isBusy = false;
  #isWanted = false;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {() => void} listener called after the page was refreshed */
  onRefresh(listener) {
    this.#listeners.add(listener);
  }

  async refresh() {
    this.#isWanted = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.#once();
    }
    this.#isBusy = false;
  }

  async #once() {
    let response;
    try {
      response = await fetch(address(), { headers: { Accept: "text/html" }, cache: "no-store" });
    } catch {
      return;
    }
    if (response.redirected) location.assign(response.url);
    else if (response.status < 500) this.#take(new DOMParser().parseFromString(await response.text(), "text/html"));
  }

  /** @param {Document} page */
  #take(page) {
    for (const region of document.querySelectorAll("[data-fresh]")) {
      const fresh = page.getElementById(region.id);
      if (!fresh) {
        location.reload();
        return;
      }
      morph(region, fresh);
    }
    showTimes();
    for (const listener of this.#listeners) listener();
  }
}

/** Where this page is fetched again. */
function address() {
  const url = lasting();
  if (notice !== null) url.searchParams.set("notice", notice);
  return url;
}

/** This page without the word about what has just happened. */
function lasting() {
  const url = new URL(location.href);
  url.searchParams.delete("notice");
  url.hash = "";
  return url;
}

/**
 * @param {{onChange: (listener: () => void) => void} | null} line
 * @returns {Refresher | null} null where nothing on the page changes
 */
export function keepFresh(line) {
  if (!document.querySelector("[data-fresh]")) return null;
  const refresher = new Refresher();
  const seconds = Number(document.documentElement.dataset.freshSeconds) || NOW_AND_THEN / 1000;
  line?.onChange(() => refresher.refresh());
  setInterval(() => document.visibilityState === "visible" && refresher.refresh(), seconds * 1000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresher.refresh());
  if (location.search.includes("notice=")) history.replaceState(null, "", lasting());
  return refresher;
}
