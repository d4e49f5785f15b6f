// @ts-check
/** The task list: announces that a task appeared, in the title and to a screen reader. */
import { announce } from "./announce.js";

const title = document.title;

/** @returns {HTMLElement | null} */
const offersNow = () => document.querySelector("[data-offers]");

/** @param {{onRefresh: (listener: () => void) => void} | null} refresher */
export function watchBoard(refresher) {
  let before = Number(offersNow()?.dataset.offers ?? 0);
  const look = () => {
    const offers = offersNow();
    const number = Number(offers?.dataset.offers ?? 0);
    document.title = number ? `(${number}) ${title}` : title;
    if (number > before) announce(`${number} tasks are available to you. Next: ${offers?.dataset.next}.`);
    before = number;
  };
  refresher?.onRefresh(look);
  look();
}
