"""What each sample template is given as `task.input`, in the sense of what the template asks.

Media are named by S3 URI; the check puts them there. A template that is not named here gets its folder's usual input.
"""

MEDIA = "s3://sample-media"
PICTURE, SOUND, VIDEO = f"{MEDIA}/picture-0.png", f"{MEDIA}/sound-440.wav", f"{MEDIA}/video.webm"
TEXT = "Jane Doe joined Example Corp in March 2019 and moved to Lisbon. She says the work is wonderful."
_LABELS = ["Contract", "Invoice", "Job application"]
_ENTITIES = [{"label": label, "shortDisplayName": label[:3], "fullDisplayName": label} for label in ("Person", "Date")]


def _key_value_blocks():
    def block(identity, kind, left, top, **more):
        box = {"height": 0.05, "left": left, "top": top, "width": 0.3}
        corners = [(left, top), (left + 0.3, top), (left + 0.3, top + 0.05), (left, top + 0.05)]
        place = {"boundingBox": box, "polygon": [{"x": x, "y": y} for x, y in corners]}
        return {"blockType": kind, "confidence": 61.5, "geometry": place, "id": identity, **more}

    def pair(number, key, value, top):
        key_id, value_id, key_word, value_word = (f"{part}-{number}" for part in ("k", "v", "kw", "vw"))
        return [
            block(key_id, "KEY_VALUE_SET", 0.1, top, entityTypes=["KEY"], relationships=[
                {"ids": [value_id], "type": "VALUE"}, {"ids": [key_word], "type": "CHILD"}]),
            block(value_id, "KEY_VALUE_SET", 0.5, top, entityTypes=["VALUE"], relationships=[
                {"ids": [value_word], "type": "CHILD"}]),
            block(key_word, "WORD", 0.1, top, text=key),
            block(value_word, "WORD", 0.5, top, text=value),
        ]  # fmt: skip

    return [*pair(1, "Name:", "Jane Doe", 0.2), *pair(2, "Phone:", "555-0100", 0.4)]


_SERVICE = {"s3Object": {"bucket": "sample-media", "name": "picture-0.png"}}

USUAL = {
    "audio": {"taskObject": SOUND},
    "images": {"taskObject": PICTURE, **{f"image{n}": f"{MEDIA}/picture-{n}.png" for n in range(1, 5)}},
    "other": {"taskObject": PICTURE},
    "text": {"taskObject": TEXT, "labels": _ENTITIES},
    "video": {"taskObject": VIDEO},
}

INPUTS = {
    "images/rekognition_detect_moderation": {
        "aiServiceRequest": {"image": _SERVICE},
        "selectedAiServiceResponse": {
            "moderationLabels": [
                {"name": "Violence", "parentName": "", "confidence": 71.0},
                {"name": "Weapons", "parentName": "Violence", "confidence": 71.0},
            ]
        },
    },
    "images/semantic-segmentation-bounding-box-validation": {
        "taskObject": PICTURE,
        "pngString": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==",
    },
    "other/custom-instructions-width": {"taskObject": VIDEO},
    "other/item-equality": {
        "item1": {"title": "Red mug", "image": f"{MEDIA}/picture-1.png"},
        "item2": {"title": "Crimson cup", "image": f"{MEDIA}/picture-2.png"},
    },
    "other/search-relevance": {"searchText": "red mug", "title": "Red mug, 300 ml", "image": PICTURE},
    "other/survey-link": {"surveyLink": "https://survey.example/42"},
    "other/website-classification": {"taskObject": "https://shop.example/", "labels": ["Shop", "News", "Blog"]},
    "other/website-collection": {"company": "Example Corp"},
    "text/collect-utterance": {"intent": "Book a table", "context": "You are hungry and there are two of you."},
    "text/conversation-relevance": {"conversation": TEXT, "topic": "Careers"},
    "text/document-classification": {"taskObject": f"{MEDIA}/document.pdf", "labels": _LABELS},
    "text/fill-in-the-blank": {"textBeginning": "The sun rises in the", "textEnd": "every morning."},
    "text/fill-out-the-sentence": {"text": "I would like to order a"},
    "text/intent-detection": {"utterance": "Where is my parcel?"},
    "text/same-speaker-evaluation": {"audioFile1": SOUND, "audioFile2": f"{MEDIA}/sound-330.wav"},
    "text/semantic-similarity": {"text1": "A dog runs.", "text2": "A dog is running."},
    "text/textract_analyze_document": {
        "aiServiceRequest": {"document": _SERVICE},
        "humanLoopContext": {"importantFormKeys": [{"importantFormKey": "Name:", "importantFormKeyAliases": []}]},
        "selectedAiServiceResponse": {"blocks": _key_value_blocks()},
    },
    "text/translation-quality": {
        "original": {"language": "German", "text": "Guten Morgen!"},
        "translation": {"language": "English", "text": "Good morning!"},
    },
    "text/translation-review-and-correction": {
        "SourceLanguage": "German",
        "TargetLanguage": "English",
        "translationPairs": [
            {"originalText": "Guten Morgen!", "translation": "Good morning!"},
            {"originalText": "Wie geht es dir?", "translation": "How goes it?"},
        ],
    },
    "video/video-classification-youtube": {"taskObject": "https://www.youtube.com/embed/sample"},
}


def input_of(name):
    """The task input for a template, by its path without endings: `images/polygon`."""
    return INPUTS.get(name, USUAL.get(name.partition("/")[0], {}))
