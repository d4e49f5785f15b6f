// @ts-check
/**
 * Native ways to submit a form, led into crowd-form's own: a native submit button, Enter in a field, `requestSubmit()`.
 * Those of a form that the template has put inside, too, where they would take the page away from under the worker;
 * a submit event of a form in a form gets no further than the outer one, so they are heard on the inner form itself.
 *
 * In a frame without allow-forms the browser fires no submit event at all, so clicks and Enter are watched too; where
 * it does fire one, that event is swallowed before the page's listeners see it, and theirs is dispatched by
 * crowd-form after the checks.
 */

const TEXT_LIKE = new Set([
  "text",
  "search",
  "url",
  "tel",
  "email",
  "password",
  "number",
  "date",
  "month",
  "week",
  "time",
  "datetime-local",
]);

/**
 * @param {HTMLElement & {form: HTMLFormElement}} host the crowd-form
 * @param {(submitter: HTMLElement | null) => void} attempt
 * @param {(event: Event) => boolean} isOwn whether crowd-form itself dispatched a submit event
 */
export function catchNativeSubmits(host, attempt, isOwn) {
  let isPending = false;
  /** @param {HTMLElement | null} submitter */
  const soon = (submitter) => {
    if (isPending) return;
    isPending = true;
    setTimeout(() => {
      isPending = false;
      attempt(submitter);
    });
  };
  /** @param {SubmitEvent} event what an inner form's own listeners have let pass */
  const lead = (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    soon(event.submitter);
  };
  host.addEventListener(
    "submit",
    (event) => {
      if (isOwn(event)) return;
      if (event.target !== host.form) {
        if (leavesPage(event.target)) event.target.addEventListener("submit", lead, { once: true });
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      soon(event.submitter);
    },
    { capture: true },
  );
  host.addEventListener("click", (event) => {
    const button = submitButton(event.target, host.form);
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    soon(button);
  });
  host.addEventListener("keydown", (event) => {
    const isPlainEnter =
      event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.defaultPrevented && !event.isComposing;
    if (isPlainEnter && submitsOnEnter(event.target, host.form)) soon(null);
  });
}

/** Whether a form's answer would replace the page. @param {EventTarget | null} form @returns {form is HTMLFormElement} */
function leavesPage(form) {
  if (!(form instanceof HTMLFormElement)) return false;
  const [method, target] = ["method", "target"].map((name) => form.getAttribute(name)?.toLowerCase() ?? "");
  return method !== "dialog" && (target === "" || target === "_self");
}

/** @param {EventTarget | null} target @param {HTMLFormElement} form @returns {HTMLElement | null} */
function submitButton(target, form) {
  const button = target instanceof Element ? target.closest("button, input") : null;
  const isSubmit =
    (button instanceof HTMLButtonElement && button.type === "submit") ||
    (button instanceof HTMLInputElement && (button.type === "submit" || button.type === "image"));
  return isSubmit && button.form === form && !button.disabled ? button : null;
}

/**
 * HTML's implicit submission, for forms without a native submit button: only if there is a single text field. @param
 * {EventTarget | null} target @param {HTMLFormElement} form
 */
function submitsOnEnter(target, form) {
  if (!(target instanceof HTMLInputElement) || target.form !== form || !TEXT_LIKE.has(target.type)) return false;
  const fields = [...form.elements];
  if (fields.some((field) => submitButton(field, form))) return true;
  return fields.filter((field) => field instanceof HTMLInputElement && TEXT_LIKE.has(field.type)).length === 1;
}
