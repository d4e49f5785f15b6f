// @ts-check
/** What the segmentation tools draw beside the stage: brush size, opacity, and, for instances, their list. */
import { sheet } from "../base.js";

export const LARGEST_BRUSH = 200;

export const SETTINGS_TEMPLATE = `
  <section class="settings" part="settings" aria-label="Brush">
    <div class="setting"><label for="size">Brush size</label><output class="size-shown" for="size"></output>
      <input type="range" id="size" class="size" min="1" max="${LARGEST_BRUSH}" value="20" aria-keyshortcuts="[ ]"></div>
    <div class="setting"><label for="opacity">Opacity</label><output class="opacity-shown" for="opacity"></output>
      <input type="range" id="opacity" class="opacity" min="10" max="100" step="5" value="60"></div>
  </section>`;

export const INSTANCES_TEMPLATE = `
  <section class="instances" part="instances">
    <p class="name" id="instances-name" role="heading" aria-level="3">Instances</p>
    <ol class="list" aria-labelledby="instances-name"></ol>
    <button type="button" class="button add" aria-keyshortcuts="n">Add instance</button>
  </section>`;

export const PAINTER_SHEET = sheet(`
  .settings { display: grid; gap: var(--a2i-space-3); }
  .setting { display: grid; grid-template-columns: 1fr auto; gap: 2px var(--a2i-space-2); color: var(--a2i-text-muted);
    font-size: var(--a2i-text-sm); }
  .setting output { color: var(--a2i-text); font-variant-numeric: tabular-nums; }
  .setting input { grid-column: 1 / -1; inline-size: 100%; block-size: 28px; margin: 0; accent-color: var(--a2i-accent);
    cursor: pointer; }
  .setting input:focus-visible { border-radius: var(--a2i-radius-sm); }
  .list { max-block-size: 16rem; margin: 0 0 var(--a2i-space-2); padding: 2px; overflow: auto; list-style: none; }
  .list:empty { display: none; }
  .list li { display: flex; align-items: center; border-radius: var(--a2i-radius-sm); }
  .list li.current { background: var(--a2i-surface-selected); box-shadow: inset 0 0 0 1px var(--a2i-accent); }
  .pick { flex: 1; display: flex; align-items: center; gap: var(--a2i-space-2); min-inline-size: 0; min-block-size: 40px;
    padding: 0 var(--a2i-space-2); border: 0; border-radius: var(--a2i-radius-sm); background: none;
    font-size: var(--a2i-text-sm); text-align: start; cursor: pointer; overflow-wrap: anywhere; }
  .pick:hover { background: var(--a2i-surface-hover); }
  .pick .share { margin-inline-start: auto; color: var(--a2i-text-muted); font-variant-numeric: tabular-nums; }
  .list .button.icon { inline-size: 40px; min-block-size: 40px; }
  .add { inline-size: 100%; }
  .palette.plain .swatch { appearance: auto; outline: 0; box-shadow: none; accent-color: var(--a2i-accent); }
  @container (max-width: 58rem) {
    .settings { grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: var(--a2i-space-2) var(--a2i-space-5); }
  }
`);
