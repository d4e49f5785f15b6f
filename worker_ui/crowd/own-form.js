// @ts-check
/**
 * A widget that is self-contained brings the form that is missing around it: a crowd-form in its own shadow root, with
 * the submit button, that asks the widget for its answer. Inside a crowd-form it brings none.
 */

/**
 * Put a widget's frame into a form of its own, or take it out again, as its place on the page demands.
 * @param {import("./widget.js").CrowdWidget} host the attribute data-own-form says that it has one
 * @param {HTMLElement} frame what its shadow root shows
 */
export function settleForm(host, frame) {
  const own = host.root.querySelector("crowd-form");
  const isInside = isInForm(host);
  host.toggleAttribute("data-own-form", !isInside);
  if (isInside && own) own.replaceWith(frame);
  if (isInside || own) return;
  const form = document.createElement("crowd-form");
  host.root.append(form);
  form.append(frame, answerOf(host));
}

/** A widget's place among the elements that its own form asks. @param {import("./widget.js").CrowdWidget} host */
function answerOf(host) {
  const answer = document.createElement("a2i-answer");
  answer.hidden = true;
  Object.defineProperties(answer, {
    name: { get: () => host.getAttribute("name") ?? "" },
    _submittableValue: { get: () => host._submittableValue },
    validate: { value: () => host.validate() },
    formResetCallback: { value: () => host.formResetCallback() },
  });
  return answer;
}

/** Whether a crowd-form is around an element, also across shadow roots. @param {Node} element */
function isInForm(element) {
  for (let node = element.parentNode; node; node = node instanceof ShadowRoot ? node.host : node.parentNode)
    if (node instanceof Element && node.localName === "crowd-form") return true;
  return false;
}
