import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.rendering.form import read_form
from simulator.rendering.markup import Place, attributes, spans
from simulator.rendering.page import CONTENT_SECURITY_POLICY, document


@pytest.mark.parametrize(
    "address",
    [
        "https://assets.crowd.aws/crowd-html-elements.js",
        "http://assets.crowd.aws/crowd-html-elements.js",
        "//assets.crowd.aws/crowd-html-elements.js",
        "HTTPS://Assets.Crowd.AWS/crowd-html-elements.js",
        "https://assets.crowd.aws/crowd-html-elements-0.4.2.js",
        "https://assets.crowd.aws/v2/crowd-html-elements.min.js?cache=1",
    ],
)
@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_amazons_elements_are_loaded_from_here(address, quote):
    page = document(f"<script src={quote}{address}{quote}></script><crowd-form></crowd-form>", "/our/elements.js")
    assert f"<script src={quote}/our/elements.js{quote}></script>" in page
    assert page.count("/our/elements.js") == 1
    assert "crowd.aws" not in page.lower()


def test_a_script_that_loads_the_elements_itself_is_given_our_address():
    page = document("<script>load('https://assets.crowd.aws/crowd-html-elements.js')</script>")
    assert "load('/crowd-html-elements.js')" in page


def test_other_addresses_and_text_stay_as_they_are():
    html = (
        "<p>See https://assets.crowd.aws/crowd-html-elements.js</p>"
        "<img src='https://assets.crowd.aws/images/logo.png'><script src='https://cdn.example/crowd-html-elements.js'></script>"
        "<!-- https://assets.crowd.aws/crowd-html-elements.js -->"
    )
    assert html in document(html)


def test_a_fragment_becomes_a_document_around_untouched_markup():
    html = "<style>p { color: red }</style>\n<crowd-form><p class=x>Hi</crowd-form>"
    page = document(html)
    assert page.startswith('<!doctype html>\n<html lang="en">\n<head>\n')
    assert f"<body>\n{html}\n</body>" in page
    for part in ('<meta charset="utf-8">', 'name="viewport"', '<script src="/crowd-html-elements.js"></script>'):
        assert page.count(part) == 1
        assert page.index(part) < page.index("</head>")


def test_a_whole_document_is_given_only_what_it_lacks():
    html = (
        '<!DOCTYPE html>\n<html lang="de"><head><meta charset="latin1"><meta name=viewport content="width=800">'
        '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script></head><body></body></html>'
    )
    assert document(html) == html.replace("https://assets.crowd.aws", "")


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><crowd-form></crowd-form></body></html>",
        "<HTML class=a><HEAD><title>T</title></HEAD><body></body></HTML>",
        "<!-- made by hand --><!doctype html><html><head></head></html>",
    ],
)
def test_an_incomplete_document_is_completed_in_place(html):
    page = document(html)
    assert len(re.findall("<!doctype", page, re.IGNORECASE)) == 1
    assert len(re.findall("<html", page, re.IGNORECASE)) == 1
    assert len(re.findall("<head>", page, re.IGNORECASE)) == 1
    assert 'lang="en"' in page
    assert "charset=" in page
    assert "viewport" in page
    assert "/crowd-html-elements.js" in page


def test_completing_a_document_twice_changes_nothing():
    once = document("<p>x</p>")
    assert document(once) == once


def test_the_policy_sandboxes_without_the_portals_origin():
    assert CONTENT_SECURITY_POLICY.startswith("sandbox ")
    allowed = {f"allow-{what}" for what in ("scripts", "forms", "modals", "popups", "downloads")}
    assert set(CONTENT_SECURITY_POLICY.split()[1:]) == allowed


class TestSpans:
    def test_tags_scripts_and_comments_are_told_from_text(self):
        html = "a<b c='>'>d<script x>if (a<b) '</b>'</script><!--<i>-->e</B>"
        assert [(each.place, each.name, html[each.start : each.end]) for each in spans(html)] == [
            (Place.TAG, "b", "<b c='>'>"),
            (Place.TAG, "script", "<script x>"),
            (Place.SCRIPT, "script", "if (a<b) '</b>'"),
            (Place.TAG, "/script", "</script>"),
            (Place.COMMENT, "", "<!--<i>-->"),
            (Place.TAG, "/b", "</B>"),
        ]

    def test_a_text_area_holds_no_tags(self):
        assert [each.name for each in spans("<textarea><b></textarea><i>")] == ["textarea", "/textarea", "i"]

    def test_attributes_are_read_as_a_browser_reads_them(self):
        tag = """<Crowd-Input NAME = "a&amp;b" required value='"x"' label=plain/ name="second" data-x=>"""
        expected = {"name": "a&b", "required": "", "value": '"x"', "label": "plain/", "data-x": ""}
        assert attributes(tag) == expected

    @pytest.mark.timeout(30)
    @pytest.mark.parametrize("scrap", ["<!--", "<a ", "<a '", "<script>", "</", '<a b="', "<textarea>", "<a b=c "])
    def test_hostile_markup_takes_linear_time(self, scrap):
        html = scrap * 60_000 + "<i>"
        assert spans(html)
        assert read_form(html).fields == ()

    @given(st.text(alphabet="<>/!-ab=\"' \nscriptexa", max_size=80))
    def test_spans_follow_one_another(self, html):
        ends = [0]
        for span in spans(html):
            assert ends[-1] <= span.start < span.end or span.place is Place.SCRIPT
            ends.append(span.end)
        assert ends[-1] <= len(html)
