from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.domain.errors import Invalid
from simulator.rendering.liquid import RenderError, TemplateRenderer, failure_reason

RENDERER = TemplateRenderer(lambda uri, _account: f"https://store.example/{uri.removeprefix('s3://')}")
INPUT = {
    "a": 3,
    "s": "hello <b>'x\"",
    "l": [1, "b", None, {"a": 1}, [2]],
    "o": {"a": 1, "size": 3},
    "f": 2.5,
    "big": 10**60,
}


def render(template, task_input=None):
    return RENDERER.render(template, task_input)


def outcome_of(template):
    try:
        return render(template, INPUT)
    except RenderError as error:
        return error


def failure(template, task_input=None):
    with pytest.raises(RenderError) as caught:
        render(template, task_input)
    return caught.value


MARKS = """
{{ }} {% %} {%- -%} | : , . .. ( ) [ ] ' " ! && == if endif unless endunless for in endfor assign = capture endcapture
case when endcase cycle tablerow endtablerow raw endraw comment endcomment liquid echo increment break continue else
task.input task.input.a a 1 -1 9999999999 1.5 (1..3) (1..99999999) reversed limit:2 nil empty blank true to_json escape
escape_once skip_autoescape grant_read_access date split: join: first last size sort uniq map: 'a' '%Y' replace: append:
times: divided_by: round slice: truncate: s3://b/k <a b=" "> <script> </script> <!--
"""
SCRAPS = st.sampled_from([*MARKS.split(), "\n", " "])


LITERALS = """
task.input task.input.a task.input.s task.input.l task.input.o task.input.f task.input.big task.input.l[0] missing nil
true '' 'abc' '%Y-%s' 1 -1 1.5 99999999999999999999 '1e400' 'nan' (1..3) (1..99999999) (3..1) x forloop
's3://b/k' '<b>'
"""
VALUES = st.sampled_from(LITERALS.split())
FILTERS = st.builds(
    lambda name, arguments: f" | {name}{': ' if arguments else ''}{', '.join(arguments)}",
    st.sampled_from(sorted(RENDERER._environment.filters)),
    st.lists(VALUES, max_size=2),
)
EXPRESSIONS = st.builds(lambda value, filters: value + "".join(filters), VALUES, st.lists(FILTERS, max_size=3))
OPERATORS = st.sampled_from(["==", "!=", "<", ">=", "contains", "and", "or", "&& !", "||"])


def sound(inner):
    return st.one_of(
        st.builds("{{% assign x = {} %}}{}".format, EXPRESSIONS, inner),
        st.builds("{{% if {} {} {} %}}{}{{% else %}}{}{{% endif %}}".format, VALUES, OPERATORS, VALUES, inner, inner),
        st.builds("{{% for i in {} reversed limit:{} %}}{}{{% endfor %}}".format, VALUES, VALUES, inner),
        st.builds("{{% tablerow i in {} cols:{} %}}{}{{% endtablerow %}}".format, VALUES, VALUES, inner),
        st.builds("{{% capture x %}}{}{{% endcapture %}}".format, inner),
        st.builds("{{% case {} %}}{{% when {}, {} %}}{}{{% endcase %}}".format, VALUES, VALUES, VALUES, inner),
        st.builds("{{% cycle {}, {} %}}{}".format, VALUES, VALUES, inner),
        st.builds("<script>{}</script><a b='{}'>".format, inner, inner),
    )


SOUND = st.recursive(EXPRESSIONS.map("{{{{ {} }}}}".format), sound, max_leaves=6)


class TestErrors:
    @pytest.mark.parametrize(
        "template, code, place",
        [
            ("a\n  {{ task.input ", "TemplateSyntaxError", (2, 3)),
            ("a\n {% if x %}b", "TemplateSyntaxError", (2, 5)),
            ("{% if a %}\n{% for x in y %}{% endif %}", "TemplateSyntaxError", (2, 20)),
            ("{% if a %}\n {% for x in y %}", "TemplateSyntaxError", (2, 5)),
            ("\n\n{% nonsense %}", "TemplateSyntaxError", (3, 4)),
            ("{{ a }}\n{{ b | nonsense }}", "UnknownFilter", (2, 8)),
            ("\n{{ b | }}", "TemplateSyntaxError", (2, 4)),
            ("{% raw %}{{", "TemplateSyntaxError", (1, 1)),
            ("{% include 'x' %}", "TemplateSyntaxError", (1, 4)),
            ("{% for i in (1..3) %}\n{{ 1 | divided_by: 0 }}{% endfor %}", "RenderingError", (2, 8)),
        ],
    )
    def test_an_error_names_its_place(self, template, code, place):
        error = failure(template)
        assert (error.code, error.line, error.column) == (code, *place)
        assert isinstance(error, Invalid)
        assert error.message.endswith(".")
        assert str(error.line) in failure_reason(error)

    def test_several_errors_make_one_reason(self):
        reason = failure_reason([RenderError("A", "one."), RenderError("B", "two.", 3, 4)])
        assert reason == "Task failed to render: [ A: 'one.', B: 'two. (line 3, column 4)' ]."

    @settings(max_examples=400, deadline=None)
    @given(SOUND)
    @example("{% cycle (1..99999999), 'a' %}")
    @example("{% if (1..99999999) contains 'nan' %}{% endif %}")
    @example("{% case (1..99999999) %}{% when 'x' %}{% endcase %}")
    @example("{{ 'a' | concat: 1 }}")
    def test_a_template_in_good_liquid_ends_in_html_or_in_an_error_with_a_place(self, template):
        outcome = outcome_of(template)
        assert isinstance(outcome, str) or outcome.line == 1

    @settings(max_examples=150, deadline=None)
    @given(
        st.text(max_size=60) | st.lists(SCRAPS, max_size=25).map(" ".join) | st.lists(SCRAPS, max_size=25).map("".join),
        st.sampled_from([None, "x", 3, INPUT]),
    )
    @example("{% break %}", None)
    @example("{{ '1e400' | ceil }}", None)
    @example("{{ 'x' | date: '%Y' | date }}", None)
    @example("{% for i in (1..99999999999) reversed %}{% endfor %}", None)
    def test_a_render_ends_in_html_or_in_a_render_error(self, template, value):
        with suppress(RenderError):
            assert isinstance(render(template, value), str)


class TestLimits:
    @pytest.mark.parametrize(
        "template, task_input",
        [
            ("{% for i in (1..100000000000) %}{% endfor %}", None),
            ("{% for i in (1..100000000000) reversed %}{% endfor %}", None),
            ("{% tablerow i in (1..100000000000) %}{% endtablerow %}", None),
            ("{% for a in (1..999) %}{% for b in (1..999) %}{{ a }}{% endfor %}{% endfor %}", None),
            ("{% for a in (1..300000) %}{% endfor %}" * 4, None),
            ("{{ (1..100000000000) | join }}", None),
            ("{{ (1..100000000000) | reverse }}", None),
            ("{% assign s = 'aaaaaaaaaa' %}" + "{% assign s = s | append: s | append: s %}" * 40, None),
            ("{{ 'aaaaaaaaaa' " + "| replace: 'a', 'aaaaaaaaaaaaaaa'" * 20 + " }}", None),
            ("{% assign n = 99 %}" + "{% assign n = n | times: n %}" * 40 + "{{ n }}", None),
            ("{% assign l = task.input | split: '' | uniq %}", "abc" * 100_000),
            ("{% for i in (1..3000) %}{{ task.input }}{% endfor %}", "x" * 10_000),
            ("{% for i in (1..9000) %}{% if task.input == task.input %}{% endif %}{% endfor %}", ["x" * 90_000]),
        ],
    )
    def test_a_template_that_wants_too_much_is_stopped(self, template, task_input):
        assert failure(template, task_input).code == "LimitExceeded"

    @pytest.mark.parametrize("template", ["{{" + "a" * 5000 + "}}", "{% if" + " " * 1000 + "a %}{% endif %}"])
    def test_a_mark_that_would_take_the_parser_too_long_is_refused(self, template):
        assert failure(template).code == "TemplateSyntaxError"

    def test_nesting_has_an_end(self):
        assert failure("{% if a %}" * 100 + "{% endif %}" * 100).code == "LimitExceeded"
        assert failure("{% if " + "a and " * 600 + "a %}{% endif %}").message == "An expression is nested too deeply."

    def test_a_large_document_renders_within_the_limits(self):
        blocks = [{"id": str(number), "text": "word " * 5} for number in range(5000)]
        page = render(
            "{% for block in task.input.blocks %}<p id='{{ block.id }}'>{{ block.text }}</p>{% endfor %}",
            {"blocks": blocks},
        )
        assert page.count("<p") == 5000
