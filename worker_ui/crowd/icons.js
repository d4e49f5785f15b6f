// @ts-check
/**
 * Line icons, drawn for this project on a 24 × 24 grid. Templates name icons from Polymer's set (`icon="search"`);
 * the names that public templates use are known here, with their aliases. An unknown name gives a plain mark, so that
 * a button never turns invisible.
 */

/** @type {Record<string, string>} */
const PATHS = {
  add: "M12 5v14M5 12h14",
  remove: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 13l5 5L19 7",
  chevron: "M6 9l6 6 6-6",
  "chevron-left": "M15 5l-7 7 7 7",
  "chevron-right": "M9 5l7 7-7 7",
  "arrow-back": "M20 12H5M11 6l-6 6 6 6",
  "arrow-forward": "M4 12h15M13 6l6 6-6 6",
  "arrow-upward": "M12 20V5M6 11l6-6 6 6",
  "arrow-downward": "M12 4v15M6 13l6 6 6-6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16.5 16.5L21 21",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7.5v.01",
  help: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.5-1.1 1-1.1 1.8M12 17v.01",
  error: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v6M12 16.5v.01",
  warning: "M12 4L2.5 20h19L12 4M12 10v4.5M12 17.2v.01",
  success: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12.5l3 3 5.5-6",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.500 9.700l5.900-.8L12 3.500",
  favorite: "M12 20S4 15 4 9.300A4.300 4.300 0 0 1 12 7a4.300 4.300 0 0 1 8 2.300C20 15 12 20 12 20",
  home: "M4 11l8-7 8 7M6 10v10h12V10",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4",
  delete: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5",
  edit: "M4 20l1-4L16 5l3 3L8 19l-4 1M14 7l3 3",
  save: "M5 4h11l3 3v13H5V4M8 4v5h7V4M8 20v-6h8v6",
  undo: "M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10H9",
  redo: "M16 5l4 4-4 4M20 9H10a5 5 0 0 0 0 10h5",
  refresh: "M19 6v5h-5M5 18v-5h5M18 11a6.500 6.500 0 0 0-12-1.500M6 13a6.500 6.500 0 0 0 12 1.500",
  play: "M8 5l11 7-11 7V5",
  pause: "M8 5v14M16 5v14",
  stop: "M6 6h12v12H6V6",
  "zoom-in": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16.500 16.500L21 21M8 11h6M11 8v6",
  "zoom-out": "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16.500 16.500L21 21M8 11h6",
  mail: "M3 6h18v12H3V6M3 7l9 7 9-7",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 20c1-4 4-5.500 8-5.500s7 1.500 8 5.500",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  "open-in-new": "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
  visibility:
    "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5",
  "thumb-up": "M7 11v9H4v-9h3M7 11l4-7c1.500 0 2.500 1 2 3l-.5 3H18a2 2 0 0 1 2 2.300l-1 6A2 2 0 0 1 17 20H7",
  "thumb-down": "M7 13V4H4v9h3M7 13l4 7c1.500 0 2.500-1 2-3l-.5-3H18a2 2 0 0 0 2-2.300l-1-6A2 2 0 0 0 17 4H7",
  chat: "M4 5h16v11H10l-5 4v-4H4V5",
  flag: "M5 21V4M5 5h13l-2.500 4L18 13H5",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  download: "M12 4v11M7 10l5 5 5-5M5 20h14",
  upload: "M12 16V5M7 10l5-5 5 5M5 20h14",
  image: "M4 5h16v14H4V5M4 16l5-5 4 4 3-3 4 4M15 9v.01",
  send: "M4 12l16-8-6 16-3-7-7-1",
  lock: "M6 11h12v9H6v-9M8 11V8a4 4 0 0 1 8 0v3",
  select: "M6 3l12 9-5.500 1.200L10 19 6 3M12.500 13.500L16 20",
  pan: "M12 3v18M3 12h18M9.500 5.500L12 3l2.500 2.500M9.500 18.500L12 21l2.500-2.500M5.500 9.500L3 12l2.500 2.500M18.500 9.500L21 12l-2.500 2.500",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  hide: "M4 4l16 16M9 6c1-.3 2-.5 3-.5 6 0 9.500 6.500 9.500 6.500a16 16 0 0 1-3 3.700M6 8a16 16 0 0 0-3.500 4S6 18.500 12 18.500c1.200 0 2.300-.3 3.300-.7",
  box: "M5 6h14v12H5V6M3.500 6h3M5 4.500v3M17.500 6h3M19 4.500v3M3.500 18h3M5 16.500v3M17.500 18h3M19 16.500v3",
  brush: "M19.500 4.500L10 14M13 17a3 3 0 0 1-3 3c-2 0-3.500 0-6-1 1.500-.500 2-1.500 2-3a3.500 3.500 0 0 1 7 1M10 14l2.500 2.500 8-10.500a1.200 1.200 0 0 0-2-1.500",
  eraser: "M9 20l-5-5L14 5l6 6-9 9H9M8 11l6 6M9 20h11",
  fill: "M11 4l7.500 7.500-7 7L4 11l7-7M4.500 11h13M20 15c1.200 1.700 1.500 2.500 1.500 3.300a1.500 1.500 0 0 1-3 0c0-.800.300-1.600 1.500-3.300",
  polygon: "M12 4l8 6-3 10H7L4 10l8-6",
  polyline: "M4 18l5-10 6 6 5-9",
  line: "M5 19L19 5M5 19v.01M19 5v.01",
  keypoint: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v3M12 18v3M3 12h3M18 12h3",
  label: "M4 7h10l6 5-6 5H4V7",
  unknown: "M6 12h.01M12 12h.01M18 12h.01",
};

/** @type {Record<string, string>} */
const ALIASES = {
  "report-problem": "warning",
  done: "check",
  "check-circle": "success",
  clear: "close",
  cancel: "close",
  create: "edit",
  "question-answer": "chat",
  "info-outline": "info",
  "help-outline": "help",
  "error-outline": "error",
  "star-border": "star",
  "favorite-border": "favorite",
  grade: "star",
  "play-arrow": "play",
  "expand-more": "chevron",
  "more-vert": "more",
  "more-horiz": "unknown",
  "account-circle": "person",
  face: "person",
  "add-circle": "add",
  "add-circle-outline": "add",
  "remove-circle": "remove",
  "file-download": "download",
  "file-upload": "upload",
  launch: "open-in-new",
  announcement: "chat",
  feedback: "chat",
  comment: "chat",
  report: "error",
  "delete-forever": "delete",
  autorenew: "refresh",
  cached: "refresh",
  replay: "undo",
  email: "mail",
  photo: "image",
  "zoom-out-map": "zoom-in",
  "lock-outline": "lock",
  bookmark: "flag",
};

/**
 * Markup of an icon.
 * @param {string} name
 */
export function glyph(name) {
  const known = name.includes(":") ? name.slice(name.indexOf(":") + 1) : name;
  const path = PATHS[known] ?? PATHS[ALIASES[known] ?? "unknown"];
  return `<svg class="glyph" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" part="icon"><path d="${path}"></path></svg>`;
}

/**
 * Draw an icon into a holder: an icon's name, or the address of an image.
 * @param {Element} holder
 * @param {string | null} icon name or URL; nothing clears the holder
 */
export function drawIcon(holder, icon) {
  holder.replaceChildren();
  if (!icon) return;
  if (!/[/.]/.test(icon)) {
    holder.innerHTML = glyph(icon);
    return;
  }
  const image = document.createElement("img");
  image.src = icon;
  image.alt = "";
  image.className = "glyph";
  holder.append(image);
}
