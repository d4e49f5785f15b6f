// @ts-check
/**
 * The one file that registers the tags. Importing it is enough for a static page of one's own; task templates come
 * here through crowd-html-elements.js. `ready` settles when the page is styled, upgraded and has heard
 * `all-crowd-elements-ready`.
 */
import { CrowdAlert } from "./alert.js";
import { CrowdBadge } from "./badge.js";
import { CrowdBoundingBox } from "./bounding-box.js";
import { CrowdButton } from "./button.js";
import { CrowdCard } from "./card.js";
import { CrowdCheckbox } from "./checkbox.js";
import { CrowdClassifier } from "./classifier.js";
import { CrowdClassifierMultiSelect } from "./classifier-multi-select.js";
import { CrowdEntityAnnotation, CrowdEntityAnnotator } from "./entity-annotation.js";
import { CrowdAnalyzeDocument } from "./document/analyze-document.js";
import { CrowdFab } from "./fab.js";
import { CrowdForm } from "./form.js";
import { CrowdIconButton } from "./icon-button.js";
import { CrowdImageClassifier } from "./image-classifier.js";
import { CrowdImageClassifierMultiSelect } from "./image-classifier-multi-select.js";
import { CrowdInput } from "./input.js";
import { CrowdInstructions } from "./instructions.js";
import { IronIcon } from "./iron-icon.js";
import { CrowdKeypoint } from "./keypoint.js";
import { CrowdLine } from "./line.js";
import { CrowdModal } from "./modal.js";
import { CrowdModerationLabels } from "./moderation-labels.js";
import { openPage, parsed, wrapLooseElements } from "./page.js";
import { CrowdPolygon } from "./polygon.js";
import { CrowdPolyline } from "./polyline.js";
import { CrowdQuestionAnswerGeneration } from "./question-answer-generation.js";
import { CrowdRadioButton } from "./radio-button.js";
import { CrowdRadioGroup } from "./radio-group.js";
import { CrowdInstanceSegmentation } from "./segment/instance.js";
import { CrowdSemanticSegmentation } from "./segment/semantic.js";
import { CrowdSlider } from "./slider.js";
import { CrowdSliderLabel } from "./slider-label.js";
import { CrowdTab } from "./tab.js";
import { CrowdTabs } from "./tabs.js";
import { CrowdTextArea } from "./text-area.js";
import { CrowdTextRanking } from "./text-ranking.js";
import { CrowdToast } from "./toast.js";
import { CrowdToggleButton } from "./toggle-button.js";

/** Tag names and their classes. crowd-form comes last, so that what it gathers is already there. */
export const ELEMENTS = Object.freeze({
  "iron-icon": IronIcon,
  "crowd-alert": CrowdAlert,
  "crowd-badge": CrowdBadge,
  "crowd-bounding-box": CrowdBoundingBox,
  "crowd-button": CrowdButton,
  "crowd-card": CrowdCard,
  "crowd-checkbox": CrowdCheckbox,
  "crowd-classifier": CrowdClassifier,
  "crowd-classifier-multi-select": CrowdClassifierMultiSelect,
  "crowd-entity-annotation": CrowdEntityAnnotation,
  "crowd-entity-annotator": CrowdEntityAnnotator,
  "crowd-fab": CrowdFab,
  "crowd-icon-button": CrowdIconButton,
  "crowd-image-classifier": CrowdImageClassifier,
  "crowd-image-classifier-multi-select": CrowdImageClassifierMultiSelect,
  "crowd-input": CrowdInput,
  "crowd-instructions": CrowdInstructions,
  "crowd-keypoint": CrowdKeypoint,
  "crowd-line": CrowdLine,
  "crowd-modal": CrowdModal,
  "crowd-polygon": CrowdPolygon,
  "crowd-polyline": CrowdPolyline,
  "crowd-question-answer-generation": CrowdQuestionAnswerGeneration,
  "crowd-radio-button": CrowdRadioButton,
  "crowd-radio-group": CrowdRadioGroup,
  "crowd-rekognition-detect-moderation-labels": CrowdModerationLabels,
  "crowd-instance-segmentation": CrowdInstanceSegmentation,
  "crowd-semantic-segmentation": CrowdSemanticSegmentation,
  "crowd-slider": CrowdSlider,
  "crowd-slider-label": CrowdSliderLabel,
  "crowd-tab": CrowdTab,
  "crowd-tabs": CrowdTabs,
  "crowd-text-area": CrowdTextArea,
  "crowd-text-ranking": CrowdTextRanking,
  "crowd-textract-analyze-document": CrowdAnalyzeDocument,
  "crowd-toast": CrowdToast,
  "crowd-toggle-button": CrowdToggleButton,
  "crowd-form": CrowdForm,
});

/** Define every tag that is still free. */
export function register() {
  for (const [tag, element] of Object.entries(ELEMENTS)) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}

/** @returns {Promise<void>} */
async function start() {
  if (document.readyState === "loading") await parsed();
  wrapLooseElements();
  register();
  await openPage();
}

export const ready = start();
