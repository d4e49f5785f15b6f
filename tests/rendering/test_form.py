import pytest

from simulator.rendering.form import Field, Form, Kind, check_answer, read_form


def only(html):
    [field] = read_form(f"<crowd-form>{html}</crowd-form>").fields
    return field


def names(html):
    return [field.name for field in read_form(html).fields]


class TestWhatAnElementAsks:
    def test_crowd_input_has_limits_pattern_and_what_stands_in_it(self):
        field = only(
            '<crowd-input name="code" label="The code" required max-length="8" min-length=2 allowed-pattern="[0-9]" '
            'auto-validate value="12&amp;"></crowd-input>'
        )
        assert field == Field(
            "code",
            Kind.TEXT,
            required=True,
            max_length=8,
            min_length=2,
            pattern="[0-9]",
            each_character=True,
            initial="12&",
            element="crowd-input",
            title="The code",
        )

    def test_an_allowed_pattern_that_no_character_matches_is_meant_for_the_whole(self):
        assert not only('<crowd-input name=a allowed-pattern="[0-9]{5}"></crowd-input>').each_character

    @pytest.mark.parametrize(
        "pattern",
        ["([", "(?:(?:(?:a{1000}){1000}){1000})", "((a{999}){999}){999}", "(){99999}", "(" * 2000 + ")" * 2000],
    )
    def test_a_pattern_that_is_none_or_would_grow_beyond_measure_is_passed_over(self, pattern):
        field = only(f'<input name=a pattern="{pattern}">')
        assert field.pattern is None
        assert check_answer(read_form(f'<input name=a pattern="{pattern}">'), {"a": "x"}) == []

    def test_native_inputs_are_text_with_their_type_and_range(self):
        field = only('<input type=number name=n min=1 max="10" step=.5 required>')
        assert (field.kind, field.input_type, field.minimum, field.maximum, field.step) == (
            Kind.TEXT,
            "number",
            1,
            10,
            0.5,
        )
        day = only('<input type="date" name="d" min="2024-01-01">')
        assert (day.input_type, day.minimum) == ("date", "2024-01-01")

    def test_a_text_area_holds_its_text(self):
        assert only("<textarea name=t maxlength=20>\na &lt;b&gt; c</textarea>").initial == "a <b> c"
        assert only('<crowd-text-area name=t value="x\ny"></crowd-text-area>').initial == "x\ny"

    @pytest.mark.parametrize(
        "html, text",
        [
            ("<textarea name=t>\r\na\r\nb\r\n</textarea>", "a\nb\n"),
            ("<crowd-text-area name=t value='a\r\nb'></crowd-text-area>", "a\nb"),
            ("<crowd-input name=t value='a\r\nb&#10;c'></crowd-input>", "abc"),
            ("<input name=t type=email value=' a@b.example '>", "a@b.example"),
            (
                "<input name=t value='?a=1&copy=2&region=us&lt=3&notit;&amp;&lt;&eacute'>",
                "?a=1&copy=2&region=us&lt=3&notit;&<é",
            ),
            ("<input name=t value=a=b&c>", "a=b&c"),
            ('<crowd-fab "id="f" title="It is" icon="x"></crowd-fab>it\'s<input name=t value="v">', "v"),
            ("<p title=it's>isn't</p><input name=t value='v'>", "v"),
        ],
    )
    def test_a_text_stands_in_the_field_as_a_browser_would_have_it(self, html, text):
        assert only(html).initial == text

    def test_a_hidden_field_is_the_same_for_everyone(self):
        assert only('<input type="hidden" name="h" value="v">') == Field("h", Kind.HIDDEN, initial="v", element="input")

    @pytest.mark.parametrize("tag", ["crowd-checkbox", "input type=checkbox", "crowd-toggle-button"])
    def test_boxes_of_one_name_are_one_field(self, tag):
        """A2I_FACTS J2 [D], [G] for native ones."""
        html = "".join(f"<{tag} name=f {rest}>" for rest in ("value=a", 'value="b c" checked', "required"))
        field = only(html)
        assert (field.kind, field.choices) == (Kind.FLAGS, ("a", "b c", "on"))
        assert (field.checked, field.demanded, field.required) == (("b c",), ("on",), True)

    @pytest.mark.parametrize("tag", ["crowd-radio-button", "input type=radio"])
    def test_radio_buttons_of_one_name_are_one_field(self, tag):
        """A2I_FACTS J2 [D, O]."""
        field = only(f"<{tag} name=r value=yes><{tag} name=r value=no>")
        assert (field.kind, field.choices) == (Kind.RADIO, ("yes", "no"))

    def test_a_radio_group_joins_buttons_of_several_names(self):
        buttons = (
            "<crowd-radio-button name=a value=x></crowd-radio-button><crowd-radio-button name=b></crowd-radio-button>"
        )
        first, second = read_form(f"<crowd-radio-group>{buttons}</crowd-radio-group>").fields
        assert first.group == second.group != ""
        assert second.choices == ("on",)

    def test_a_select_offers_its_options(self):
        options = '<option value="">Choose</option><option>Very  good</option><option value=b>Bad<option disabled>X'
        field = only(f"<select name=s required>{options}</select>")
        assert (field.kind, field.choices, field.required) == (Kind.SELECT, ("Very good", "b"), True)
        assert only("<select name=s multiple><option selected>a<option>b</select>").checked == ("a",)

    def test_boxes_and_radio_buttons_of_one_name_are_one_field(self):
        field = only(
            "<crowd-radio-button name=z value=1></crowd-radio-button><input type=checkbox name=z value=2 checked>"
        )
        assert (field.kind, field.choices, field.checked) == (Kind.FLAGS, ("1", "2"), ("2",))

    def test_what_a_select_shows_without_offering_it_is_no_choice_but_an_answer(self):
        field = only(
            "<select name=s><option selected disabled>Choose<option>a<option disabled>b<optgroup disabled>"
            "<option>c</optgroup><optgroup><option>d</select>"
        )
        assert (field.choices, field.initial) == (("a", "d"), "Choose")
        form = Form((field,))
        assert check_answer(form, {"s": "Choose"}) == []
        assert check_answer(form, {"s": "b"}) == ['"s" has no choice "b" (there are: a, d).']

    @pytest.mark.parametrize(
        "tag, kind",
        [
            ("crowd-classifier", Kind.LABEL),
            ("crowd-classifier-multi-select", Kind.LABELS),
            ("crowd-image-classifier", Kind.LABEL),
            ("crowd-image-classifier-multi-select", Kind.LABELS),
        ],
    )
    def test_a_classifier_offers_its_categories(self, tag, kind):
        """A2I_FACTS J2 [D], K.2 [O]."""
        field = only(f"""<{tag} name="c" header="What?" categories="['Can't say', &quot;b&quot;,]"></{tag}>""")
        assert (field.kind, field.choices, field.required, field.title) == (kind, ("Can't say", "b"), True, "What?")

    def test_none_of_them_is_an_answer_where_an_exclusion_category_says_so(self):
        start = """<crowd-classifier-multi-select name=c categories="['a']" exclusion-category="{ text: 'None' }">"""
        assert only(f"{start}</crowd-classifier-multi-select>").exclusion == "None"

    def test_a_slider_is_a_number_between_its_ends(self):
        assert only("<crowd-slider name=s></crowd-slider>").maximum == 100
        field = only("<crowd-slider name=s min=1 max=5 step=0.5 required></crowd-slider>")
        assert (field.kind, field.minimum, field.maximum, field.step, field.required) == (Kind.NUMBER, 1, 5, 0.5, True)


class TestWhichElementsCount:
    @pytest.mark.parametrize(
        "html",
        [
            "<input type=submit name=a>",
            "<input type=file name=a>",
            "<input>",
            "<crowd-input></crowd-input>",
            "<input name=a disabled>",
            "<fieldset disabled><input name=a></fieldset>",
            "<!-- <input name=a> -->",
            "<script>'<input name=a>'</script>",
            "<template><input name=a></template>",
            "<noscript><input name=a></noscript>",
            "<xmp><input name=a></xmp>",
            "<crowd-button name=a></crowd-button>",
        ],
    )
    def test_what_submits_nothing_asks_nothing(self, html):
        assert names(f"<crowd-form>{html}</crowd-form>") == []

    def test_only_what_is_inside_the_form_counts(self):
        assert names("<input name=a><crowd-form><input name=b></crowd-form><input name=c>") == ["b"]

    def test_without_a_form_everything_counts(self):
        """A2I_FACTS K.8 [O]."""
        assert names("<crowd-input name=a></crowd-input><input name=b>") == ["a", "b"]

    def test_of_two_with_one_name_the_last_one_counts(self):
        fields = "<crowd-input name=a></crowd-input><input name=b><input type=hidden name=a value=x>"
        form = read_form(f"<crowd-form>{fields}</crowd-form>")
        assert [(field.name, field.kind) for field in form.fields] == [("b", Kind.TEXT), ("a", Kind.HIDDEN)]

    def test_names_are_taken_literally_and_in_document_order(self):
        """A2I_FACTS K.3 [O]."""
        assert names("<crowd-form><input name='a.b[0]'><input name='two words'><input name=é></crowd-form>") == [
            "a.b[0]",
            "two words",
            "é",
        ]

    def test_text_that_looks_like_a_template_hides_no_field(self):
        assert names("<crowd-form>{{ <input name=a> }}{% <input name=b> %}</crowd-form>") == ["a", "b"]


FORM = read_form(
    """<crowd-form>
    <crowd-input name=text required max-length=5></crowd-input>
    <input name=mail type=email>
    <input name=day type=date min=2024-01-01 max=2024-12-31>
    <input name=n type=number min=1 max=9>
    <input name=zip pattern="[0-9]{5}">
    <crowd-checkbox name=box value=a></crowd-checkbox><crowd-checkbox name=box value=b required></crowd-checkbox>
    <input type=radio name=radio value=x required><input type=radio name=radio value=y>
    <select name=pick><option>1<option>2</select>
    <crowd-slider name=slide max=10></crowd-slider>
    <crowd-classifier name=label categories="['p','q']"></crowd-classifier>
    <crowd-classifier-multi-select name=labels categories="['p','q']"></crowd-classifier-multi-select>
    <crowd-radio-group>
      <crowd-radio-button name=g1></crowd-radio-button><crowd-radio-button name=g2></crowd-radio-button>
    </crowd-radio-group>
    </crowd-form>"""
)
GOOD = {
    "text": "abc",
    "mail": "a@b",
    "day": "2024-05-05",
    "n": "3",
    "zip": "12345",
    "box": {"a": False, "b": True},
    "radio": {"x": True, "y": False},
    "pick": "2",
    "slide": 4.5,
    "label": {"label": "p"},
    "labels": {"labels": ["q"]},
    "g1": {"on": True},
    "g2": {"on": False},
    "added-by-a-script": [1],
}


class TestCheck:
    def test_a_right_answer_has_no_problems(self):
        assert check_answer(FORM, GOOD) == []

    def test_what_need_not_be_given_may_be_missing(self):
        assert check_answer(FORM, {name: GOOD[name] for name in ("text", "radio", "box", "label", "labels")}) == []

    @pytest.mark.parametrize(
        "name, value, problem",
        [
            ("text", None, '"text" is required.'),
            ("text", "  ", '"text" is required.'),
            ("text", 3, '"text" must be text.'),
            ("text", "abcdef", "at most 5"),
            ("mail", "nobody", "an e-mail address"),
            ("day", "5 May", "a date"),
            ("day", "2025-01-01", "after 2024-12-31"),
            ("day", "2023-01-01", "before 2024-01-01"),
            ("n", "12", "at most 9"),
            ("n", "x", "must be a number"),
            ("zip", "1234", "pattern"),
            ("box", {"b": True, "c": True}, 'no choice "c" (there are: a, b)'),
            ("box", {"a": True, "b": False}, 'needs "b" to be true'),
            ("box", {"b": "yes"}, "true and false"),
            ("radio", {"x": True, "y": True}, "more than one"),
            ("radio", {"x": False, "y": False}, "is required"),
            ("pick", "3", 'no choice "3"'),
            ("slide", "4", "must be a number"),
            ("slide", 11, "at most 10"),
            ("slide", float("nan"), "must be a number"),
            ("label", "p", '"label"'),
            ("label", {"label": "z"}, 'no choice "z"'),
            ("labels", {"labels": []}, "is required"),
            ("labels", {"labels": ["p", "z"]}, 'no choice "z"'),
            ("g2", {"on": True}, 'Only one of "g1" and "g2"'),
        ],
    )
    def test_a_wrong_answer_is_told_why(self, name, value, problem):
        answer = {key: each for key, each in {**GOOD, name: value}.items() if each is not None}
        [found] = check_answer(FORM, answer)
        assert problem in found

    def test_characters_are_counted_as_a_browser_counts_them(self):
        form = read_form(
            "<input name=a minlength=3 maxlength=4 value=ab><crowd-input name=b min-length=3></crowd-input>"
        )
        assert check_answer(form, {"a": "\U0001f600\U0001f600", "b": "\U0001f600a"}) == []
        assert check_answer(form, {"a": "ab"}) == []
        assert check_answer(form, {"a": "xy", "b": "ab"}) == [
            '"a" has 2 characters; at least 3 are needed.',
            '"b" has 2 characters; at least 3 are needed.',
        ]

    def test_an_answer_is_an_object(self):
        assert check_answer(FORM, [GOOD]) == ["The answer must be an object with one member for each field."]

    def test_a_flat_form_takes_flat_answers(self):
        """A2I_FACTS J1 [O]."""
        fields = "<crowd-classifier name=c.d categories=\"['x']\"></crowd-classifier><input name=t>"
        form = read_form(f'<crowd-form answer-format="flatten-objects">{fields}</crowd-form>')
        assert check_answer(form, {"c.d.label": "x", "t": "a"}) == []
        assert check_answer(form, {"c.d.label": "y"}) != []

    def test_a_pattern_that_never_ends_does_not_hold_up_the_check(self):
        form = read_form('<crowd-form><input name=a pattern="(.+)+#"></crowd-form>')
        assert check_answer(form, {"a": "x" * 60}) in ([], ['"a" does not match the pattern (.+)+#.'])
