// @ts-check
/**
 * What an annotation tool draws around its stage: instructions, header, toolbar, the hint below the image, and the
 * side with the labels. On a narrow page the labels go above the image as a row.
 */
import { sheet } from "../base.js";
import { PANEL_TEMPLATE } from "../panel.js";
import { PALETTE_TEMPLATE } from "./palette.js";
import { STAGE_TEMPLATE } from "./stage.js";

/** @param {string} side markup that goes below the labels */
export const annotatorTemplate = (side) => `
  <div class="frame with-panel" part="frame">
    ${PANEL_TEMPLATE}
    <div class="main">
      <h2 class="header" id="header" part="header" hidden></h2>
      <p class="broken" role="alert" hidden></p>
      <div class="desk">
        <div class="easel">
          <div class="toolbar" part="toolbar" aria-label="Tools"></div>
          <div class="well">
            ${STAGE_TEMPLATE}
            <p class="loading" role="status"><span class="spinner" aria-hidden="true"></span>Loading the image…</p>
            <div class="failed" role="alert" hidden><p></p><button type="button" class="button retry">Try again</button></div>
          </div>
          <p class="hint" id="hint" part="hint"></p>
        </div>
        <div class="side" part="side">
          <section class="labels">
            <p class="name" id="labels-name" role="heading" aria-level="3">Labels</p>
            ${PALETTE_TEMPLATE}
          </section>
          ${side}
        </div>
      </div>
      <p class="message" id="message" part="error" role="alert" hidden></p>
      <p class="visually-hidden news" role="status" aria-live="polite"></p>
      <slot></slot>
    </div>
  </div>`;

export const ANNOTATOR_SHEET = sheet(`
  :host { display: block; container-type: inline-size; margin-block: 0; background: var(--a2i-surface);
    border: 1px solid var(--a2i-line); border-radius: var(--a2i-radius-lg); box-shadow: var(--a2i-shadow-1);
    overflow: clip; --stage-most: max(20rem, min(46rem, 100dvh - 19rem)); }
  :host([data-embedded]) { --stage-most: 40rem; }
  .panel { background: var(--a2i-surface-sunken); }
  .main { padding: var(--a2i-space-5) var(--a2i-space-5) var(--a2i-space-4); min-inline-size: 0; }
  .header { margin: 0 0 var(--a2i-space-4); font-size: var(--a2i-text-xl); font-weight: var(--a2i-weight-bold);
    line-height: var(--a2i-leading-tight); text-wrap: balance; }
  .desk { display: grid; gap: var(--a2i-space-4); grid-template-columns: minmax(0, 1fr) 15rem; align-items: start; }
  .easel { display: flex; flex-direction: column; gap: var(--a2i-space-2); min-inline-size: 0; }
  .well { position: relative; }
  .side { display: flex; flex-direction: column; gap: var(--a2i-space-4); min-inline-size: 0; }
  .side .name[role="heading"] { margin: 0 0 var(--a2i-space-2); font-size: var(--a2i-text-xs);
    font-weight: var(--a2i-weight-bold); letter-spacing: 0.06em; text-transform: uppercase;
    color: var(--a2i-text-muted); }
  .labels[hidden] { display: none; }
  .palette { max-block-size: 20rem; overflow-y: auto; }
  .hint { margin: 0; min-block-size: 1.55em; color: var(--a2i-text-muted); font-size: var(--a2i-text-sm); }
  .hint.problem { color: var(--a2i-danger-text); font-weight: var(--a2i-weight-medium); }
  .loading, .failed { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center;
    justify-content: center; gap: var(--a2i-space-3); margin: 0; padding: var(--a2i-space-5); text-align: center;
    color: var(--a2i-text-muted); pointer-events: none; }
  .failed { color: var(--a2i-danger-text); pointer-events: auto; }
  .failed p { margin: 0; max-inline-size: 30rem; overflow-wrap: anywhere; }
  .spinner { inline-size: 28px; block-size: 28px; border: 3px solid var(--a2i-line); border-radius: 50%;
    border-block-start-color: var(--a2i-accent); animation: turn 0.9s linear infinite; }
  @keyframes turn { to { rotate: 1turn; } }
  .message { margin: var(--a2i-space-2) 0 0; color: var(--a2i-danger-text); font-size: var(--a2i-text-sm);
    font-weight: var(--a2i-weight-medium); }
  .broken { margin: 0 0 var(--a2i-space-4); padding: var(--a2i-space-3) var(--a2i-space-4);
    border-radius: var(--a2i-radius-sm); background: var(--a2i-danger-soft); color: var(--a2i-danger-text); }
  @container (max-width: 58rem) {
    .desk { grid-template-columns: minmax(0, 1fr); }
    .side { display: contents; }
    .labels { order: -1; }
    .labels .name[role="heading"] { display: none; }
    .palette { flex-flow: row wrap; max-block-size: 9.5rem; }
    .label { border-color: var(--a2i-line); border-radius: var(--a2i-radius-full);
      padding-inline: var(--a2i-space-3) var(--a2i-space-4); }
  }
  @container (max-width: 40rem) {
    .main { padding: var(--a2i-space-3); }
    .toolbar { gap: 0; }
    .group:last-child { margin-inline-start: 0; }
  }
  @media (prefers-reduced-motion: reduce) { .spinner { animation: none; } }
`);
