// @ts-check
/**
 * The live page of the crowd elements: each example in a crowd-form of its own, its answer beside it, renewed on every
 * change. The answer shown is what the form gives to the portal; pressing Submit shows the same below the form.
 */
import { ready } from "../crowd/index.js";
import { GROUPS } from "./examples.js";

const CHANGES = ["input", "change", "click", "keyup", "pointerup"];
const main = /** @type {HTMLElement} */ (document.getElementById("examples"));
const index = /** @type {HTMLElement} */ (document.getElementById("index"));

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(string | Node)} content
 */
function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

/** @param {string} title */
const slug = (title) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** @param {import("./examples.js").Example} example */
function article({ tag, text, html }) {
  const form = make("crowd-form");
  form.innerHTML = html;
  const answer = make("pre", { tabindex: "0", "aria-label": `Answer of ${tag}`, "data-answer": "" });
  const source = make("details", {}, make("summary", {}, "Markup"), make("pre", { tabindex: "0" }, html.trim()));
  const beside = make("div", { class: "beside" }, make("h4", {}, "Answer"), answer, source);
  const live = make("div", { class: "live" }, form);
  const heading = make("h3", { id: `${tag}-title` }, make("code", {}, `<${tag}>`));
  const show = () => showAnswer(form, answer);
  for (const type of CHANGES) live.addEventListener(type, () => setTimeout(show));
  setTimeout(show);
  return make(
    "article",
    { id: tag, "aria-labelledby": `${tag}-title` },
    heading,
    make("p", { class: "about" }, text),
    make("div", { class: "pair" }, live, beside),
  );
}

/** @param {HTMLElement} form @param {HTMLElement} answer */
function showAnswer(form, answer) {
  const { taskAnswers } = /** @type {import("../crowd/form.js").CrowdForm} */ (form)._serializeForm();
  const text = JSON.stringify(JSON.parse(taskAnswers)[0], shortened, 2);
  if (answer.textContent !== text) answer.textContent = text;
}

/** A picture in the answer is longer than anybody reads. @param {string} _name @param {unknown} value */
function shortened(_name, value) {
  return typeof value === "string" && value.length > 400 ? `${value.slice(0, 60)}… (${value.length} characters)` : value;
}

function build() {
  for (const { title, examples } of GROUPS) {
    const heading = make("h2", { id: slug(title) }, title);
    main.append(make("section", { "aria-labelledby": slug(title) }, heading, ...examples.map(article)));
    const links = examples.map(({ tag }) => make("li", {}, make("a", { href: `#${tag}` }, tag)));
    index.append(make("section", {}, make("h2", {}, title), make("ul", {}, ...links)));
  }
}

/** Show only what the words name. @param {string} words */
function filter(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { examples } of GROUPS)
    for (const { tag, text } of examples) {
      const isFound = wanted.every((word) => `${tag} ${text}`.toLowerCase().includes(word));
      count += Number(isFound);
      for (const element of [document.getElementById(tag), index.querySelector(`a[href="#${tag}"]`)?.parentElement])
        if (element) element.hidden = !isFound;
    }
  for (const section of document.querySelectorAll("main > section, #index > section"))
    /** @type {HTMLElement} */ (section).hidden = !section.querySelector("article:not([hidden]), li:not([hidden])");
  const found = /** @type {HTMLElement} */ (document.getElementById("found"));
  found.textContent = wanted.length === 0 ? "" : count === 1 ? "1 element" : `${count} elements`;
}

function wireScheme() {
  const button = /** @type {HTMLButtonElement} */ (document.getElementById("scheme"));
  const page = document.documentElement;
  const isDark = () => (page.dataset.scheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "")) === "dark";
  const name = () => {
    button.textContent = isDark() ? "Light" : "Dark";
  };
  button.addEventListener("click", () => {
    page.dataset.scheme = isDark() ? "light" : "dark";
    name();
  });
  name();
}

await ready;
wireScheme();
build();
const search = /** @type {HTMLInputElement} */ (document.getElementById("search"));
search.addEventListener("input", () => filter(search.value));
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
document.documentElement.dataset.built = "";
