// @ts-check
/** What every page of the console runs. */
import { clock, showTimes } from "../portal/clock.js";
import { openLine } from "../portal/live.js";
import { keepFresh } from "../portal/refresh.js";
import { openSchemeToggle } from "../portal/scheme-toggle.js";
import { openClockPanel } from "./clock-panel.js";
import { fillIn } from "./filled.js";
import { openPreview } from "./preview.js";

openSchemeToggle();
clock.onTick(showTimes);
clock.start();
const refresher = keepFresh(openLine());
refresher?.onRefresh(fillIn);
fillIn();
openClockPanel(refresher);
openPreview();
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
