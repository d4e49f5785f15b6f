"""Rendered HTML to the document that a worker's sandboxed frame shows.

The customer's markup is kept as it is. Three things are done to it: the address of Amazon's crowd elements becomes the
address of ours, wherever a tag or a script names it; a fragment becomes a document; and what a document needs
(character set, viewport, language, our script) is put in where it is missing.
"""

import re
from collections.abc import Iterable

from simulator.rendering.markup import Place, Span, spans, template_spans

CONTENT_SECURITY_POLICY = "sandbox allow-scripts allow-forms allow-modals allow-popups allow-downloads"
SCRIPT_URL = "/crowd-html-elements.js"
_AMAZON = re.compile(
    r"(?:https?:)?//assets\.crowd\.aws/(?:[\w.\-]+/)*crowd-html-elements[\w.\-]*\.js(?:\?[^\s\"'<>]*)?", re.IGNORECASE
)
_CHARSET = re.compile(r"\bcharset\s*=", re.IGNORECASE)
_VIEWPORT = re.compile(r"\bname\s*=\s*[\"']?viewport\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"\slang\s*=", re.IGNORECASE)
_DOCTYPE = re.compile(r"\s*(?:<!--.*?-->\s*)*<!doctype\b", re.IGNORECASE | re.DOTALL)
_CHARSET_TAG = '<meta charset="utf-8">'
_VIEWPORT_TAG = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_DECORATION = frozenset(
    [
        "crowd-alert",
        "crowd-badge",
        "crowd-button",
        "crowd-card",
        "crowd-fab",
        "crowd-icon-button",
        "crowd-instructions",
        "crowd-modal",
        "crowd-tab",
        "crowd-tabs",
        "crowd-toast",
        "crowd-tooltip",
    ]
)


def document(html: str, script_url: str = SCRIPT_URL) -> str:
    """The whole document for a rendered template; `script_url` is where our crowd elements are."""
    local = _with_our_script(html, script_url)
    found = spans(local)
    head = _missing_head(local, found, script_url)
    opening = next((span for span in found if span.name == "html" and span.place is Place.TAG), None)
    if opening is None:
        return f'<!doctype html>\n<html lang="en">\n<head>\n{head}</head>\n<body>\n{local}\n</body>\n</html>\n'
    text = _insert_head(local, found, opening, head)
    doctype = "" if _DOCTYPE.match(text) else "<!doctype html>\n"
    return doctype + text


def may_submit(template: str) -> bool:
    """Whether a template (or a rendered page) holds something that can submit an answer.

    A crowd element counts without a crowd-form around it (A2I_FACTS K.8 [O]), and so does a script, which may build the
    form after the page has loaded (K.9 [O]).
    """
    return any(_may_submit(template, span) for span in template_spans(template))


def _may_submit(template: str, span: Span) -> bool:
    text = template[span.start : span.end]
    if span.place is Place.SCRIPT:
        return span.name == "script" and bool(text.strip())
    if span.name == "script":
        return re.search(r"\ssrc\s*=", text) is not None and not _AMAZON.search(text)
    return span.name.startswith("crowd-") and span.name not in _DECORATION


def _with_our_script(html: str, script_url: str) -> str:
    if not _AMAZON.search(html):
        return html
    parts, index = [], 0
    for span in spans(html):
        if span.place in {Place.TAG, Place.SCRIPT}:
            parts += [html[index : span.start], _AMAZON.sub(lambda _: script_url, html[span.start : span.end])]
            index = span.end
    return "".join([*parts, html[index:]])


def _missing_head(html: str, found: Iterable[Span], script_url: str) -> str:
    tags = [(span.name, html[span.start : span.end]) for span in found if span.place is Place.TAG]
    wanted = (
        (_CHARSET_TAG, any(name == "meta" and _CHARSET.search(text) for name, text in tags)),
        (_VIEWPORT_TAG, any(name == "meta" and _VIEWPORT.search(text) for name, text in tags)),
        (f'<script src="{script_url}"></script>', any(name == "script" and script_url in text for name, text in tags)),
    )
    return "".join(f"{tag}\n" for tag, present in wanted if not present)


def _insert_head(html: str, found: Iterable[Span], opening: Span, head: str) -> str:
    existing = next((span for span in found if span.name == "head" and span.place is Place.TAG), None)
    at = existing.end if existing else opening.end
    addition = head if existing or not head else f"<head>\n{head}</head>"
    text = f"{html[:at]}\n{addition}{html[at:]}" if head else html
    if _LANGUAGE.search(html[opening.start : opening.end]):
        return text
    start, after = opening.start, opening.start + len("<html")
    return f'{text[:start]}<html lang="en"{text[after:]}'
