// @ts-check
/** What every page of the portal runs. */
import { watchBoard } from "./board.js";
import { clock, showTimes } from "./clock.js";
import { openLine } from "./live.js";
import { keepFresh } from "./refresh.js";
import { openSchemeToggle } from "./scheme-toggle.js";
import { openWork } from "./work.js";

openSchemeToggle();
clock.onTick(showTimes);
clock.start();
const line = openLine();
const refresher = keepFresh(line);
if (document.querySelector("[data-offers]")) watchBoard(refresher);
openWork(line);
