// @ts-check
/**
 * Light or dark. The system's wish or the portal's `a2i:theme` decides, unless the template brings colours of its
 * own: those were chosen on a white page, and half of a dark scheme under them would be unreadable, so such a page
 * stays light. Colours taken from our tokens follow the scheme and count as none. A template that sets data-scheme on <html> itself has spoken.
 */
import { hearPortal } from "./portal-link.js";

const OWN_STYLES = new URL("../styles/", import.meta.url).href;
const COLOURS = /(^|[;{\s])(color|background|background-color|background-image)\s*:(?!\s*var\(--a2i-)/i;

/** Whether the template's own styles set colours. */
export function hasOwnColours() {
  const inline = [...document.querySelectorAll("[style], [bgcolor], font[color]")];
  if (inline.some((element) => !element.hasAttribute("style") || COLOURS.test(element.getAttribute("style") ?? "")))
    return true;
  const sheets = [...document.querySelectorAll("style:not([data-crowd])")];
  if (sheets.some((style) => COLOURS.test(style.textContent ?? ""))) return true;
  const links = [...document.querySelectorAll("link[rel~=stylesheet]")];
  return links.some((link) => !(/** @type {HTMLLinkElement} */ (link).href.startsWith(OWN_STYLES)));
}

/** Settle the scheme now and follow the portal from here on. */
export function followScheme() {
  const page = document.documentElement;
  const isFixed = page.dataset.scheme !== undefined;
  const isLightOnly = hasOwnColours();
  if (!isFixed && isLightOnly) page.dataset.scheme = "light";
  hearPortal("a2i:theme", ({ scheme }) => {
    if (isFixed || isLightOnly || (scheme !== "light" && scheme !== "dark")) return;
    page.dataset.scheme = scheme;
  });
}
