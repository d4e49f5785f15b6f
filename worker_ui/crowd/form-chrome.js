// @ts-check
/**
 * What crowd-form draws around the work: the instructions panel, the foot with status and submit, the done page, the
 * answers box.
 */
import { sheet } from "./base.js";
import { PANEL_TEMPLATE } from "./panel.js";

export const FORM_TEMPLATE = `
  <div class="work with-panel" part="work">
    ${PANEL_TEMPLATE}
    <div class="main" part="main">
      <slot></slot>
      <div class="foot" part="foot">
        <p class="status" part="status" role="status" hidden></p>
        <div class="actions"><span class="hint" aria-hidden="true"><kbd>Ctrl</kbd> <kbd>Enter</kbd></span><slot name="actions"></slot></div>
      </div>
    </div>
  </div>
  <section class="done" part="done" tabindex="-1" role="status" hidden>
    <svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22"></circle><path d="M14 25l7 7 14-15"></path></svg>
    <p class="name" role="heading" aria-level="2">Thank you</p>
    <p class="done-note"></p>
  </section>
  <section id="answers-box" part="answers" hidden aria-label="Answers">
    <p class="name" role="heading" aria-level="2">Answers</p>
    <p>This page is not shown by a worker portal, so nothing was sent. This is what would be submitted:</p>
    <pre tabindex="0"></pre>
  </section>`;

export const FORM_SHEET = sheet(`
  :host { display: block; container-type: inline-size; }
  .main { min-inline-size: 0; padding: var(--a2i-space-6) var(--a2i-space-6) 0; }
  .work { max-inline-size: 90rem; margin-inline: auto; }
  .work[inert] { opacity: 0.6; }
  .foot { position: sticky; inset-block-end: 0; z-index: var(--a2i-layer-sticky);
    margin: var(--a2i-space-6) calc(-1 * var(--a2i-space-6)) 0;
    padding: 0 var(--a2i-space-6); }
  .foot.has-button { padding-block: var(--a2i-space-3); background: var(--a2i-surface-page);
    border-block-start: 1px solid var(--a2i-line); }
  .actions { display: flex; align-items: center; justify-content: flex-end; gap: var(--a2i-space-4); }
  .foot:not(.has-button) .actions { display: none; }
  .hint { color: var(--a2i-text-muted); font-size: var(--a2i-text-xs); }
  kbd { padding: 1px 6px; border: 1px solid var(--a2i-line); border-radius: 4px;
    background: var(--a2i-surface-sunken); font: inherit; }
  .status { margin: 0 0 var(--a2i-space-3); padding: var(--a2i-space-3) var(--a2i-space-4);
    border-radius: var(--a2i-radius-sm);
    background: var(--a2i-info-soft); color: var(--a2i-info-text); border-inline-start: 4px solid var(--a2i-info); }
  .status[data-kind="error"] { background: var(--a2i-danger-soft); color: var(--a2i-danger-text);
    border-color: var(--a2i-danger); }
  .done { display: grid; justify-items: center; gap: var(--a2i-space-2);
    padding: var(--a2i-space-16) var(--a2i-space-6); text-align: center; }
  .done:focus-visible { box-shadow: none; }
  .done svg { inline-size: 64px; fill: none; stroke: var(--a2i-success); stroke-width: 3; stroke-linecap: round;
    stroke-linejoin: round; }
  .done p { margin: 0; color: var(--a2i-text-muted); }
  .done .name { margin: var(--a2i-space-3) 0 0; color: var(--a2i-text); font-size: var(--a2i-text-xl);
    font-weight: var(--a2i-weight-bold); }
  #answers-box { max-inline-size: 90rem; margin: var(--a2i-space-6) auto;
    padding: var(--a2i-space-5) var(--a2i-space-6); border-block-start: 1px solid var(--a2i-line); }
  #answers-box p { color: var(--a2i-text-muted); font-size: var(--a2i-text-sm); }
  #answers-box .name { margin: 0; color: var(--a2i-text); font-size: var(--a2i-text-lg);
    font-weight: var(--a2i-weight-bold); }
  #answers-box pre { overflow: auto; margin: 0; padding: var(--a2i-space-4); border-radius: var(--a2i-radius);
    background: var(--a2i-surface-sunken);
    font-family: var(--a2i-font-mono); font-size: var(--a2i-text-sm); white-space: pre-wrap; overflow-wrap: anywhere; }
  ::slotted(crowd-button[data-crowd-auto]) { min-inline-size: 10rem; }
  @container (max-width: 40rem) {
    .main { padding: var(--a2i-space-4) var(--a2i-space-4) 0; }
    .foot { margin-inline: calc(-1 * var(--a2i-space-4)); padding-inline: var(--a2i-space-4); }
    .hint { display: none; }
    ::slotted(crowd-button[data-crowd-auto]) { flex: 1; }
  }
`);
