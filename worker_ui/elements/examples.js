// @ts-check
/** What the live page shows: one example for each element, in groups. A test fails if an element has none. */

/** @typedef {{tag: string, text: string, html: string}} Example */

const picture = (() => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="520">
    <rect width="800" height="520" fill="#cfe6f2"/><circle cx="640" cy="110" r="56" fill="#ffd76e"/>
    <path d="M0 400Q200 260 400 360T800 330V520H0Z" fill="#7fae7b"/>
    <rect x="150" y="280" width="150" height="130" fill="#b8654b"/>
    <path d="M135 285L225 205L315 285Z" fill="#7d3c2d"/><rect x="205" y="345" width="40" height="65" fill="#5a2d22"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
})();

const page = (() => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#fff"/>
    <g font-family="sans-serif" font-size="22" fill="#222"><text x="60" y="102">Name:</text>
    <text x="300" y="102">Jane Doe</text><text x="60" y="182">City:</text><text x="300" y="182">Any Town</text></g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
})();

/** @param {unknown} value */
const attribute = (value) => JSON.stringify(value).replace(/'/g, "&#39;");

/** @param {number} number @param {string} key @param {string} value */
function keyAndValue(number, key, value) {
  /** @param {number} left @param {number} width */
  const place = (left, width) => ({
    boundingBox: { height: 0.08, left, top: 0.2 * number, width },
    polygon: [],
  });
  return [
    { blockType: "KEY_VALUE_SET", confidence: 90, entityTypes: ["KEY"], geometry: place(0.09, 0.15), id: `k${number}`,
      relationships: [{ ids: [`v${number}`], type: "VALUE" }, { ids: [`kw${number}`], type: "CHILD" }] },
    { blockType: "KEY_VALUE_SET", confidence: 90, entityTypes: ["VALUE"], geometry: place(0.49, 0.2), id: `v${number}`,
      relationships: [{ ids: [`vw${number}`], type: "CHILD" }] },
    { blockType: "WORD", confidence: 90, id: `kw${number}`, text: key },
    { blockType: "WORD", confidence: 90, id: `vw${number}`, text: value },
  ];
}

const blocks = [
  { blockType: "PAGE", id: "page", relationships: [{ ids: ["k1", "v1", "k2", "v2"], type: "CHILD" }] },
  ...keyAndValue(1, "Name:", "Jane Doe"),
  ...keyAndValue(2, "City:", "Any Town"),
];
const boxes = attribute([{ label: "House", left: 140, top: 205, width: 170, height: 210 }]);
const moderated = attribute([
  { name: "Violence", confidence: 61.2, parentName: "" },
  { name: "Weapons", confidence: 55.4, parentName: "Violence" },
]);

/** @param {string} tag @param {string} [more] */
const drawing = (tag, more = "") =>
  `<${tag} name="shapes" src="${picture}" labels="['House', 'Sun']" header="Mark what you see" ${more}></${tag}>`;

/** @type {{title: string, examples: Example[]}[]} */
export const GROUPS = [
  {
    title: "Text and numbers",
    examples: [
      { tag: "crowd-input", text: "One line of text, or any HTML input type. Empty ones do not appear in the answer.",
        html: `<crowd-input name="name" label="Full name" required></crowd-input>
<crowd-input name="code" label="Code, digits only" allowed-pattern="[0-9]" auto-validate max-length="6"></crowd-input>` },
      { tag: "crowd-text-area", text: "Several lines that grow with the text.",
        html: `<crowd-text-area name="summary" label="Summary" rows="2" max-length="200" char-counter></crowd-text-area>` },
      { tag: "crowd-slider", text: "A number on a bar.",
        html: `<crowd-slider name="score" min="0" max="10" step="0.5" value="4" pin editable></crowd-slider>` },
      { tag: "crowd-slider-label", text: "Names a place of a slider.",
        html: `<crowd-slider name="mood" min="1" max="5" value="3">
  <crowd-slider-label position="1">Awful</crowd-slider-label>
  <crowd-slider-label position="3">Fair</crowd-slider-label>
  <crowd-slider-label position="5">Great</crowd-slider-label>
</crowd-slider>` },
    ],
  },
  {
    title: "Choices",
    examples: [
      { tag: "crowd-checkbox", text: "Boxes of one name merge into one object, unticked ones included.",
        html: `<crowd-checkbox name="flaws" value="blurry" checked>Blurry</crowd-checkbox>
<crowd-checkbox name="flaws" value="dark">Too dark</crowd-checkbox>` },
      { tag: "crowd-radio-group", text: "At most one of its buttons is on.",
        html: `<crowd-radio-group aria-label="Topic">
  <crowd-radio-button name="tech" value="tech">Technology</crowd-radio-button>
  <crowd-radio-button name="politics" value="politics">Politics</crowd-radio-button>
</crowd-radio-group>` },
      { tag: "crowd-radio-button", text: "Outside a group, buttons of one name are independent.",
        html: `<crowd-radio-button name="seen" value="first">The first</crowd-radio-button>
<crowd-radio-button name="seen" value="second">The second</crowd-radio-button>` },
      { tag: "crowd-toggle-button", text: "A switch.",
        html: `<crowd-toggle-button name="urgent">Urgent</crowd-toggle-button>` },
    ],
  },
  {
    title: "Classification",
    examples: [
      { tag: "crowd-classifier", text: "One category for a text or anything else; hotkeys 1 to 9.",
        html: `<crowd-classifier name="sentiment" categories="['Positive', 'Negative', 'Neutral']" header="How does it sound?">
  <classification-target>The shoes are lovely, the delivery was not.</classification-target>
  <short-instructions>Judge the whole sentence.</short-instructions>
</crowd-classifier>` },
      { tag: "crowd-classifier-multi-select", text: "Several categories, or none of them.",
        html: `<crowd-classifier-multi-select name="topics" categories="['Music', 'Sports', 'News']" header="What is it about?"
  exclusion-category="{ text: 'None of the above' }">
  <classification-target>The band played at the final.</classification-target>
</crowd-classifier-multi-select>` },
      { tag: "crowd-image-classifier", text: "One category for an image that can be zoomed; overlay and comment.",
        html: `<crowd-image-classifier name="check" src="${picture}" categories="['Good', 'Bad']" header="Is the box right?"
  overlay='{"boundingBox": {"labels": ["House"], "value": ${boxes}}}'>
  <worker-comment link-text="Say why" header="Why?"></worker-comment>
</crowd-image-classifier>` },
      { tag: "crowd-image-classifier-multi-select", text: "Several categories for an image.",
        html: `<crowd-image-classifier-multi-select name="things" src="${picture}" categories="['House', 'Sun', 'Dog']"
  header="What is there?" exclusion-category="{ text: 'None of these' }"></crowd-image-classifier-multi-select>` },
    ],
  },
  {
    title: "Drawing on images",
    examples: [
      { tag: "crowd-bounding-box", text: "Boxes around things.", html: drawing("crowd-bounding-box", `initial-value='${boxes}'`) },
      { tag: "crowd-keypoint", text: "Single points.", html: drawing("crowd-keypoint") },
      { tag: "crowd-polygon", text: "Outlines.", html: drawing("crowd-polygon") },
      { tag: "crowd-polyline", text: "Open lines of several parts.", html: drawing("crowd-polyline") },
      { tag: "crowd-line", text: "Straight lines.", html: drawing("crowd-line") },
      { tag: "crowd-semantic-segmentation", text: "Each pixel gets a label.", html: drawing("crowd-semantic-segmentation") },
      { tag: "crowd-instance-segmentation", text: "Each thing gets its pixels.", html: drawing("crowd-instance-segmentation") },
    ],
  },
  {
    title: "Working on texts",
    examples: [
      { tag: "crowd-entity-annotation", text: "Labels for stretches of a text.",
        html: `<crowd-entity-annotation name="entities" header="Mark people and places" text="Ada met Charles in London."
  labels="[{label: 'Person', fullDisplayName: 'Person'}, {label: 'Place'}]"
  initial-value="[{label: 'Person', startOffset: 0, endOffset: 3}]"></crowd-entity-annotation>` },
      { tag: "crowd-entity-annotator", text: "The same under the name that some samples use.",
        html: `<crowd-entity-annotator name="entities" header="Mark people" text="Ada met Charles." labels="['Person']">
</crowd-entity-annotator>` },
      { tag: "crowd-text-ranking", text: "Ranks for several responses to one text.",
        html: `<crowd-text-ranking name="ranking" text="Why is the sky blue?" responses='["Light scatters.", "Because."]'
  ordinal-ranking-dimensions='[{"name": "Clarity", "allowTie": true}, {"name": "Truth", "allowTie": false}]'>
</crowd-text-ranking>` },
      { tag: "crowd-question-answer-generation", text: "Questions and answers about a text.",
        html: `<crowd-question-answer-generation name="questions" text="Rivers run to the sea. The Amazon is long."
  max-questions="3" question-tags='["What", "Where"]' allow-custom-question-tags="true"></crowd-question-answer-generation>` },
    ],
  },
  {
    title: "Reviews for AI services",
    examples: [
      { tag: "crowd-textract-analyze-document", text: "Keys and values that Amazon Textract found.",
        html: `<crowd-textract-analyze-document name="AWS/Textract/AnalyzeDocument/Forms/V1" src="${page}" header="Check the values"
  initial-value='${attribute(blocks)}' block-types="['KEY_VALUE_SET']" no-key-edit no-geometry-edit></crowd-textract-analyze-document>` },
      { tag: "crowd-rekognition-detect-moderation-labels", text: "Labels that Amazon Rekognition found.",
        html: `<crowd-rekognition-detect-moderation-labels name="AWS/Rekognition/DetectModerationLabels/Image/V3"
  src="${picture}" categories='${moderated}' header="Which apply?"></crowd-rekognition-detect-moderation-labels>` },
    ],
  },
  {
    title: "Form, layout and messages",
    examples: [
      { tag: "crowd-form", text: "Gathers the answers of everything inside, native fields too, and adds a submit button.",
        html: `<label>A native field <input name="native" value="text"></label>
<label>A choice <select name="choice"><option>one</option><option>two</option></select></label>` },
      { tag: "crowd-button", text: "Submits, resets, or does what a script says; a link with href.",
        html: `<crowd-input name="word" label="Word" value="preset"></crowd-input>
<crowd-button form-action="reset" icon="undo">Reset</crowd-button> <crowd-button variant="link" href="#crowd-button">Link</crowd-button>` },
      { tag: "crowd-icon-button", text: "A round button with an icon.",
        html: `<crowd-icon-button icon="search" title="Search"></crowd-icon-button>` },
      { tag: "crowd-fab", text: "A floating button.", html: `<crowd-fab icon="help" title="Help"></crowd-fab>` },
      { tag: "iron-icon", text: "One icon.", html: `<iron-icon icon="star"></iron-icon> <iron-icon icon="favorite"></iron-icon>` },
      { tag: "crowd-card", text: "A raised box.",
        html: `<crowd-card heading="A review"><p style="margin: 16px">Nothing is great.</p></crowd-card>` },
      { tag: "crowd-badge", text: "Floats over the corner of another element.",
        html: `<p><span id="inbox" style="padding: 12px 20px">Inbox</span><crowd-badge for="inbox" label="3"></crowd-badge></p>` },
      { tag: "crowd-alert", text: "A message.",
        html: `<crowd-alert type="warning" dismissible>Look at the date first.</crowd-alert>
<crowd-alert type="success">All done.</crowd-alert>` },
      { tag: "crowd-tabs", text: "Shows one of its tabs; fields in the others are submitted too.",
        html: `<crowd-tabs>
  <crowd-tab header="First"><crowd-input name="a" label="In the first"></crowd-input></crowd-tab>
  <crowd-tab header="Second"><crowd-input name="b" label="In the second" value="hidden, but there"></crowd-input></crowd-tab>
</crowd-tabs>` },
      { tag: "crowd-tab", text: "One page of crowd-tabs.",
        html: `<crowd-tabs><crowd-tab header="Only"><p>Content</p></crowd-tab></crowd-tabs>` },
      { tag: "crowd-modal", text: "A window behind a link or a button.",
        html: `<crowd-modal link-text="See an example" link-type="button"><p>An example.</p></crowd-modal>` },
      { tag: "crowd-instructions", text: "Instructions on three tabs.",
        html: `<crowd-instructions link-text="View instructions" link-type="button">
  <short-summary>Find the website.</short-summary><detailed-instructions>Search by the name.</detailed-instructions>
  <positive-example>https://example.com</positive-example><negative-example>A page about it.</negative-example>
</crowd-instructions>` },
      { tag: "crowd-toast", text: "A note that goes by itself.",
        html: `<button type="button" onclick="this.nextElementSibling.show()">Show it</button>
<crowd-toast text="Saved." duration="3000"></crowd-toast>` },
    ],
  },
];
