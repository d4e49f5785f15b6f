import html
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.rendering.liquid import RenderError, TemplateRenderer, failure_reason

RENDERER = TemplateRenderer(lambda uri, _account: f"https://store.example/{uri.removeprefix('s3://')}?token=1&part=2")


def render(template, task_input=None):
    return RENDERER.render(template, task_input)


def failure(template, task_input=None):
    with pytest.raises(RenderError) as caught:
        render(template, task_input)
    return caught.value


TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class TestWhatIsPrinted:
    @pytest.mark.parametrize(
        "template, printed",
        [
            (
                """{{ "Have you read 'James & the Giant Peach'?" }}""",
                "Have you read &#39;James &amp; the Giant Peach&#39;?",
            ),
            (
                """{{ "Have you read 'James & the Giant Peach'?" | escape }}""",
                "Have you read &#39;James &amp; the Giant Peach&#39;?",
            ),
            (
                """{{ "Have you read 'James &amp; the Giant Peach'?" | escape_once }}""",
                "Have you read &#39;James &amp; the Giant Peach&#39;?",
            ),
            (
                """{{ "Have you read 'James & the Giant Peach'?" | skip_autoescape }}""",
                "Have you read 'James & the Giant Peach'?",
            ),
        ],
    )
    def test_the_guides_filter_examples_come_out_as_the_guide_shows(self, template, printed):
        """A2I_FACTS J3 [D]."""
        assert render(template) == printed

    def test_an_object_and_a_list_print_as_escaped_json(self):
        """A2I_FACTS K [O]: the official Textract template prints `blocks` this way."""
        value = {"blocks": [{"id": "1", "ok": True, "none": None}], "n": 2}
        expected = "{&#34;blocks&#34;:[{&#34;id&#34;:&#34;1&#34;,&#34;ok&#34;:true,&#34;none&#34;:null}],&#34;n&#34;:2}"
        assert render("{{ task.input }}", value) == expected
        assert render("{{ task.input.blocks }}", value).startswith("[{&#34;id&#34;")

    @pytest.mark.parametrize(
        "value, printed",
        [
            (996.0, "996"),
            (0.5, "0.5"),
            (123456789012345678901234567890, "123456789012345678901234567890"),
            (1e-07, "1e-7"),
            (1e21, "1e+21"),
            (True, "true"),
            (None, ""),
            ("", ""),
        ],
    )
    def test_a_plain_value_prints_as_javascript_would_print_it(self, value, printed):
        assert render("{{ task.input }}", value) == printed
        assert render("{{ task.input.v }}", {"v": value}) == printed

    def test_a_for_loop_over_an_object_yields_pairs(self):
        """A2I_FACTS K [O]."""
        template = "{% for pair in task.input %}{{ pair[0] }}={{ pair[1] }};{% endfor %}"
        assert render(template, {"b": 1, "a": "x"}) == "b=1;a=x;"

    def test_names_with_hyphens_are_names(self):
        """A2I_FACTS K [O]."""
        assert render("{{ task.input.first-name }}", {"first-name": "Ada"}) == "Ada"

    def test_what_is_not_there_prints_nothing(self):
        assert render("a{{ task.input.x.y.z }}{{ nothing }}{{ task.input[7] }}{{ }}b", {}) == "ab"

    @pytest.mark.parametrize(
        "condition, value, holds",
        [
            ("!task.input.source", {}, True),
            ("!task.input.source", {"source": "x"}, False),
            ("task.input.a && task.input.b", {"a": 1, "b": 2}, True),
            ("task.input.a && !task.input.b", {"a": 1, "b": 2}, False),
            ("task.input.a === 'x' || task.input.a !== 'y'", {"a": "y"}, False),
            ("task.input.a == '!&&'", {"a": "!&&"}, True),
            ("(task.input.a or task.input.b) and task.input.c", {"a": 1}, False),
        ],
    )
    def test_conditions_that_are_not_quite_liquid_are_let_pass(self, condition, value, holds):
        """A2I_FACTS K [O] for `!`."""
        assert render("{% if " + condition + " %}yes{% else %}no{% endif %}", value) == ("yes" if holds else "no")

    def test_now_is_the_moment_that_was_handed_in_and_never_the_wall_clock(self):
        template = "{{ 'now' | date: '%Y-%m-%d' }} {{ now }}"
        assert RENDERER.render(template, None, datetime(2031, 5, 6, tzinfo=UTC)) == "2031-05-06 "
        assert render(template) == "now "

    @pytest.mark.parametrize("value", ["2024-03-05", "2024-03-05T10:00:00Z", "March 5, 2024", "5 Mar 2024", 1709632800])
    def test_a_date_is_read_in_the_forms_that_people_write(self, value):
        assert render("{{ task.input | date: '%d.%m.%Y' }}", value) == "05.03.2024"

    @pytest.mark.parametrize("value", [[1], {"a": 1}, 10**25, True, "no date", ""])
    def test_what_is_no_date_is_left_alone(self, value):
        template = "{{ task.input | date: '%Y' }}"
        assert render(template, value) == render("{{ task.input }}", value)

    def test_a_date_has_fractions_of_a_second_and_the_seconds_since_1970(self):
        template = "{{ task.input | date: '%L %3N %N %s %% %%L' }}"
        assert render(template, "2024-03-05T10:00:00.123456Z") == "123 123 123456000 1709632800 % %L"
        assert render("{{ task.input | date: '%s' }}", "2024-03-05") == "1709596800"

    @pytest.mark.parametrize("value", [None, False, "", " \n", [], {}])
    def test_what_is_empty_or_not_there_is_blank(self, value):
        template = "{% if task.input.v == blank and blank == task.input.w %}yes{% endif %}"
        assert render(template, {"v": value}) == "yes"
        assert render("{% unless task.input.v != blank %}yes{% endunless %}", {"v": value}) == "yes"
        assert render("{% if task.input.v != blank %}no{% endif %}", {"v": "x"}) == "no"

    def test_nulls_are_sorted_last_and_what_is_no_number_adds_nothing(self):
        value = {
            "plain": [3, None, 1],
            "named": [{"n": 2}, {"n": None}, {}, {"n": 1}, 7],
            "mixed": [1, "a", None, "2.5", {}],
        }
        assert render("{{ task.input.plain | sort | to_json }}", value) == "[1,3,null]"
        assert render("{{ task.input.named | sort: 'n' | to_json }}", value) == '[{"n":1},{"n":2},{"n":null},{},7]'
        assert render("{{ task.input.mixed | sum }} {{ task.input.named | sum: 'n' }}", value) == "3.5 3"

    def test_a_cycle_that_has_become_shorter_prints_nothing_for_a_turn(self):
        assert render("{% cycle a: 1, 2 %}{% cycle a: 1, 2, 3 %}{% cycle a: 1 %}") == "12"

    def test_line_breaks_become_tags_and_the_rest_stays_escaped(self):
        assert render("{{ task.input | newline_to_br }}", "<b>\nx") == "&lt;b&gt;<br />\nx"
        assert render("{{ task.input | newline_to_br | skip_autoescape }}", "<b>\nx") == "<b><br />\nx"

    def test_filters_that_work_on_text_see_json_and_not_pythons_repr(self):
        assert render("{{ task.input.o | append: task.input.t | skip_autoescape }}", {"o": {"a": None}, "t": True}) == (
            '{"a":null}true'
        )
        assert render("{{ task.input | join: '+' | skip_autoescape }}", [{"a": 1.0}, None, "x"]) == '{"a":1}++x'

    def test_half_a_character_is_replaced_so_that_the_page_can_be_sent(self):
        assert render("\ud800{{ task.input }}", "a\udfff") == "\ufffda\ufffd"


class TestWhatAFilterCannotDo:
    @pytest.mark.parametrize("filters", ["where: 't', 'a'", "find: 't', 'a'", "uniq: 't'", "has: 't'"])
    def test_is_told_in_plain_words(self, filters):
        error = failure("{{ task.input | " + filters + " }}", [1, 2])
        assert "cannot work with what it was given" in error.message

    def test_what_cannot_be_compared_is_told_without_pythons_names(self):
        error = failure("{% if task.input > 3 %}x{% endif %}", "5")
        assert error.message == "'<' and '>' are not supported between a number and a text."
        assert (error.line, error.column) == (1, 18)


class TestJsonForMachines:
    LABELS = ('Can\'t "say"', "<b>", "R&D")

    def test_to_json_is_raw_where_it_stands_alone(self):
        """A2I_FACTS J3 [D]: the guide's example."""
        assert render("{{ task.input | to_json }}", {"point_number": 8, "coords": [59, 76]}) == (
            '{"point_number":8,"coords":[59,76]}'
        )

    @pytest.mark.parametrize("quote", ['"', "'"])
    @pytest.mark.parametrize("filters", ["to_json", "to_json | escape", "to_json | escape_once"])
    def test_to_json_in_an_attribute_survives_either_quotation_mark(self, quote, filters):
        page = render(
            f"<crowd-classifier categories={quote}{{{{ task.input | {filters} }}}}{quote}>", list(self.LABELS)
        )
        inner = page.removeprefix(f"<crowd-classifier categories={quote}").removesuffix(f"{quote}>")
        assert quote not in inner
        assert json.loads(html.unescape(inner)) == list(self.LABELS)

    def test_to_json_in_a_script_is_raw_and_cannot_end_the_script(self):
        page = render("<script>let x = {{ task.input | to_json }};</script>", ["</script>", "&"])
        assert page == '<script>let x = ["\\u003c/script>","&"];</script>'

    def test_a_sign_in_a_condition_does_not_end_the_tag_around_it(self):
        page = render('<p {% if 2 > 1 %}data-x="{{ task.input | to_json }}"{% endif %}>', ['"'])
        assert page == '<p data-x="[&#34;\\&#34;&#34;]">'


class TestGrantReadAccess:
    @pytest.mark.parametrize(
        "address, key",
        [
            ("s3://bucket/a/b c.png", "bucket/a/b c.png"),
            ("s3://bucket/what?#%20.png", "bucket/what?#%20.png"),
            ("http://s3.amazonaws.com/bucket/a.png", "bucket/a.png"),
            ("https://s3.amazonaws.com/bucket/a%20b.png?versionId=1", "bucket/a b.png"),
            ("https://bucket.s3.amazonaws.com/a.png", "bucket/a.png"),
            ("https://my.dotted.bucket.s3.eu-central-1.amazonaws.com/a.png", "my.dotted.bucket/a.png"),
            ("https://bucket.s3-us-west-2.amazonaws.com/a/b", "bucket/a/b"),
            ("https://s3.us-gov-west-1.amazonaws.com/bucket/a", "bucket/a"),
            ("https://s3-eu-west-1.amazonaws.com/bucket/a", "bucket/a"),
            ("https://bucket.s3.dualstack.us-east-1.amazonaws.com/a", "bucket/a"),
            ("https://s3.cn-north-1.amazonaws.com.cn/bucket/a", "bucket/a"),
        ],
    )
    def test_every_way_to_name_an_object_is_signed(self, address, key):
        """A2I_FACTS K.4 [O] for s3://, s3.amazonaws.com and virtual hosts."""
        page = render('<img src="{{ task.input | grant_read_access }}">', address)
        assert page == f'<img src="https://store.example/{key}?token=1&amp;part=2">'

    def test_an_address_is_signed_for_the_account_that_the_template_is_rendered_for(self):
        renderer = TemplateRenderer(lambda uri, account: f"{uri}?{account}")
        template = "{{ 's3://bucket/a' | grant_read_access }}"
        assert renderer.render(template, None, account="111111111111") == "s3://bucket/a?111111111111"
        assert renderer.render(template, None) == "s3://bucket/a?None"

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "foo",
            "s3://",
            "s3://bucket",
            "s3://bucket/",
            "https://example.com/a",
            "http://[",
            "https://s3.amazonaws.com/b",
        ],
    )
    def test_anything_else_fails_the_task_with_amazons_sentence(self, address):
        """A2I_FACTS K [O]."""
        error = failure("\n <img src='{{ task.input | grant_read_access }}'>", address)
        assert (error.code, error.line) == ("InvalidParameters", 2)
        assert failure_reason(error) == (
            "Task failed to render: [ InvalidParameters: "
            f"""'"grant_read_access" input is not a valid S3 URI: "{address}".' ]."""
        )

    def test_a_captured_address_is_signed_as_it_was_before_escaping(self):
        template = (
            "{% capture uri %}s3://{{ task.input.bucket }}/{{ task.input.name }}{% endcapture %}"
            "<img src='{{ uri | grant_read_access }}'>"
        )
        page = render(template, {"bucket": "pictures", "name": "R&D's.png"})
        assert page == "<img src='https://store.example/pictures/R&amp;D&#39;s.png?token=1&amp;part=2'>"

    def test_in_a_script_the_address_is_raw(self):
        page = render("<script>u = '{{ task.input | grant_read_access }}'</script>", "s3://bucket/k")
        assert page == "<script>u = 'https://store.example/bucket/k?token=1&part=2'</script>"


class TestLawsOfEscaping:
    @given(JSON)
    def test_what_a_template_prints_of_its_input_holds_no_markup(self, value):
        page = render("{{ task.input }}{{ task.input | escape }}{% cycle task.input %}{% echo task.input %}", value)
        assert not set("<>\"'") & set(page)

    @given(st.text())
    def test_a_browser_reads_back_the_text_that_was_put_in(self, text):
        fit = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
        page = render("{{ task.input }}", text)
        assert html.unescape(page) == fit

    @given(st.text())
    def test_escaping_twice_is_escaping_once(self, text):
        once = render("{{ task.input | escape }}", text)
        assert render("{{ task.input | escape | escape }}", text) == once == render("{{ task.input }}", text)
        assert render("{{ task.input | escape | escape_once | escape }}", text) == once

    @given(st.text())
    def test_escape_once_leaves_its_own_result_alone(self, text):
        first = render("{{ task.input | escape_once | skip_autoescape }}", text)
        assert render("{{ task.input | escape_once }}", first) == first

    @given(st.text())
    def test_capturing_text_changes_nothing(self, text):
        captured = render("{% capture x %}{{ task.input }}{% endcapture %}{{ x }}", text)
        assert captured == render("{{ task.input }}", text)

    @given(JSON)
    def test_to_json_is_the_input_value_for_value(self, value):
        assert json.loads(render("{{ task.input | to_json }}", value)) == value


class TestCheck:
    def test_a_sound_template_has_no_problems(self):
        form = "<crowd-form><crowd-input name=a></crowd-input></crowd-form>"
        assert RENDERER.check("{% for x in task.input.l %}{{ x | upcase }}{% endfor %}" + form) == []

    def test_every_unknown_filter_is_named_with_its_place(self):
        problems = RENDERER.check("<crowd-form>{{ a | nope }}\n{{ a | nope }}{{ b | tojson }}</crowd-form>")
        assert {(each.code, each.line, each.column) for each in problems} == {
            ("UnknownFilter", 1, 20),
            ("UnknownFilter", 2, 8),
            ("UnknownFilter", 2, 22),
        }

    def test_a_syntax_error_has_line_and_column(self):
        [problem] = RENDERER.check("<crowd-form>\n{% if %}</crowd-form>")
        assert (problem.code, problem.line) == ("TemplateSyntaxError", 2)

    def test_a_template_may_have_128000_characters_and_not_one_more(self):
        """A2I_FACTS C3 [D]."""
        form = "<crowd-form></crowd-form>"
        assert RENDERER.check(form + "x" * (128_000 - len(form))) == []
        [problem] = RENDERER.check(form + "x" * (128_001 - len(form)))
        assert problem.code == "TemplateTooLong"

    @pytest.mark.parametrize(
        "template",
        [
            "<p>{{ task.input }}</p>",
            "<!-- <crowd-form></crowd-form> -->",
            "<p>crowd-form</p>",
            "<crowd-button>Go</crowd-button>",
            '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><p>nothing</p>',
        ],
    )
    def test_a_template_without_anything_to_submit_is_found_out(self, template):
        assert [problem.code for problem in RENDERER.check(template)] == ["MissingForm"]

    @pytest.mark.parametrize(
        "template",
        [
            "<CROWD-FORM></CROWD-FORM>",
            "<crowd-classifier name=a categories='[1]'></crowd-classifier>",
            "<div id=root></div><script>document.createElement('crowd-form')</script>",
            "<div id=root></div><script src='https://cdn.example/app.js'></script>",
        ],
    )
    def test_a_lone_crowd_element_and_a_script_may_submit(self, template):
        """A2I_FACTS K.8 and K.9 [O]."""
        assert RENDERER.check(template) == []

    @given(
        st.text(max_size=80)
        | st.lists(st.sampled_from(["{{", "}}", "{%", "%}", "if", "endif", "a", "|", "<crowd-form>"])).map(" ".join)
    )
    @settings(max_examples=100, deadline=None)
    def test_a_check_never_fails(self, template):
        assert all(problem.message for problem in RENDERER.check(template))
