// @ts-check
/** What crowd-question-answer-generation draws: the text beside a column of cards. */
import { sheet } from "./base.js";
import { widgetTemplate } from "./widget.js";

export const QUESTION_TEMPLATE = widgetTemplate(`
  <div class="columns">
    <section class="reading" aria-label="Text">
      <div class="passage" part="text" tabindex="0" role="document" aria-label="Text"></div>
      <div class="selection" hidden>
        <span class="excerpt"></span><button type="button" class="button primary take"></button>
      </div>
    </section>
    <section class="cards" aria-label="Questions and answers">
      <ol class="pairs"></ol>
      <p class="message" id="message" part="error" role="alert" hidden></p>
      <button type="button" class="button add">Add a question</button>
    </section>
  </div>`);

export const QUESTION_SHEET = sheet(`
  .columns { display: grid; gap: var(--a2i-space-6); grid-template-columns: minmax(0, 1fr) minmax(20rem, 26rem);
    align-items: start; }
  .reading { position: sticky; inset-block-start: var(--a2i-space-4); }
  .passage { max-block-size: 75dvh; overflow: auto; padding: var(--a2i-space-5); border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius); background: var(--a2i-surface-raised); white-space: pre-wrap;
    overflow-wrap: anywhere; }
  .passage mark { background: var(--a2i-accent-soft); color: var(--a2i-accent-text); border-radius: 3px;
    box-shadow: 0 0 0 2px var(--a2i-accent-soft); }
  .selection { display: flex; align-items: center; justify-content: space-between; gap: var(--a2i-space-3);
    margin-block-start: var(--a2i-space-3); padding: var(--a2i-space-2) var(--a2i-space-3);
    border-radius: var(--a2i-radius); background: var(--a2i-surface-sunken); }
  .excerpt { min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
    color: var(--a2i-text-muted); font-size: var(--a2i-text-sm); }
  .take { flex: none; }
  .pairs { display: grid; gap: var(--a2i-space-4); margin: 0 0 var(--a2i-space-4); padding: 0; list-style: none; }
  .pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--a2i-space-3); padding: var(--a2i-space-4); border: 1px solid var(--a2i-line);
    border-radius: var(--a2i-radius); background: var(--a2i-surface-raised); }
  .pair.is-current { border-color: var(--a2i-accent); box-shadow: inset 0 0 0 1px var(--a2i-accent); }
  .pair-head { display: flex; align-items: center; justify-content: space-between; margin-block: -8px; }
  .pair-title { margin: 0; font-weight: var(--a2i-weight-bold); }
  .pair-field { display: grid; gap: var(--a2i-space-1); font-size: var(--a2i-text-sm);
    font-weight: var(--a2i-weight-medium); }
  .words { justify-self: end; color: var(--a2i-text-muted); font-weight: var(--a2i-weight);
    font-variant-numeric: tabular-nums; }
  textarea, .custom-tag, select { inline-size: 100%; min-block-size: var(--a2i-target); padding: var(--a2i-space-2) var(--a2i-space-3);
    border: 1px solid var(--a2i-line-strong); border-radius: var(--a2i-radius-sm); background: var(--a2i-surface);
    color: var(--a2i-text); font: inherit; font-size: var(--a2i-text-md); font-weight: var(--a2i-weight); }
  textarea { resize: vertical; }
  textarea[aria-invalid="true"] { border-color: var(--a2i-danger); box-shadow: 0 0 0 1px var(--a2i-danger); }
  fieldset { min-inline-size: 0; margin: 0; padding: 0; border: 0; }
  legend { padding: 0; margin-block-end: var(--a2i-space-1); font-size: var(--a2i-text-sm);
    font-weight: var(--a2i-weight-medium); }
  .chips { display: flex; flex-wrap: wrap; gap: var(--a2i-space-2); }
  .chip { display: inline-flex; align-items: center; gap: var(--a2i-space-2); min-block-size: 36px;
    padding: 2px var(--a2i-space-3); border: 1px solid var(--a2i-line-strong); border-radius: var(--a2i-radius-full);
    font-size: var(--a2i-text-sm); cursor: pointer; }
  .chip:has(:checked) { background: var(--a2i-surface-selected); border-color: var(--a2i-accent); }
  .chip:has(:focus-visible) { box-shadow: var(--a2i-focus-ring); }
  .chip input { margin: 0; accent-color: var(--a2i-accent); }
  .chip input:focus-visible { box-shadow: none; }
  .custom { display: flex; gap: var(--a2i-space-2); margin-block-start: var(--a2i-space-2); }
  .custom .button, .add { font-size: var(--a2i-text-sm); }
  .references ul { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--a2i-space-1); margin: 0; padding: 0; list-style: none; }
  .references li { display: flex; align-items: center; gap: var(--a2i-space-2); padding-inline-start: var(--a2i-space-3);
    border-inline-start: 3px solid var(--a2i-accent); }
  .references q { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
    font-size: var(--a2i-text-sm); }
  .references select { margin-block-start: var(--a2i-space-1); font-size: var(--a2i-text-sm); }
  @container (max-width: 56rem) { .columns { grid-template-columns: minmax(0, 1fr); } .reading { position: static; }
    .passage { max-block-size: 45dvh; } }
`);
