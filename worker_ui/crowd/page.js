// @ts-check
/**
 * What happens to the page as a whole around the elements: an implicit form, unknown elements, the ready event, the
 * portal.
 */
import { keepDrafts } from "./drafts.js";
import { openPortalLink } from "./portal-link.js";
import { ensurePageStyles } from "./styles.js";
import { followScheme } from "./theme.js";

const SELF_CONTAINED = "crowd-entity-annotation, crowd-entity-annotator";
const KEPT_IN_BODY = new Set(["script", "style", "link", "template", "noscript"]);

/** Element names that make a page a task. @param {Element} element */
const isCrowd = (element) => element.localName.startsWith("crowd-");

/** @returns {Promise<void>} when the parser is done: just before DOMContentLoaded if crowd-html-elements.js says so */
export function parsed() {
  if (document.readyState !== "loading") return Promise.resolve();
  return new Promise((resolve) => {
    for (const type of ["crowd-html-elements", "DOMContentLoaded"])
      document.addEventListener(type, () => resolve(), { once: true });
  });
}

/**
 * A crowd element at top level with no crowd-form on the page still submits (A2I_FACTS K.8 [O]): the page's content
 * is put into a crowd-form of its own. Widgets that bring a form of their own are left alone.
 */
export function wrapLooseElements() {
  const elements = [...document.body.querySelectorAll("*")];
  if (!elements.some(isCrowd) || document.querySelector(`crowd-form, ${SELF_CONTAINED}`)) return;
  const form = document.createElement("crowd-form");
  const content = [...document.body.childNodes].filter((node) => !KEPT_IN_BODY.has(node.nodeName.toLowerCase()));
  document.body.insertBefore(form, content[0] ?? null);
  form.append(...content);
}

/** An element that nobody defines shows its content as a block, and says so once in the console. */
export function degradeUnknown() {
  const unknown = new Set();
  for (const element of document.body.querySelectorAll(":not(:defined)")) {
    if (!isCrowd(element)) continue;
    element.setAttribute("data-crowd-unknown", "");
    unknown.add(element.localName);
  }
  if (unknown.size > 0)
    console.info(`Not among the crowd elements here, shown as plain content: ${[...unknown].join(", ")}`);
}

/**
 * Past what the page's scripts have to do now. A message, because a timer comes after the next frame, and drawing a page
 * that is still hidden takes longer than everything else here.
 * @returns {Promise<void>}
 */
function nextTask() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Bring the page to life: styles, scheme, the ready event, the link to the portal. */
export async function openPage() {
  const styled = ensurePageStyles();
  await parsed();
  followScheme();
  degradeUnknown();
  await styled;
  await nextTask();
  document.dispatchEvent(new CustomEvent("all-crowd-elements-ready", { bubbles: true }));
  keepDrafts();
  openPortalLink();
}
