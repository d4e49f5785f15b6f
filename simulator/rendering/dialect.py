"""Liquid as A2I's renderer speaks it, in a sandbox.

Every value goes through our own escaping (see `values.py`), not through the library's, which leaves string literals and
cycled values unescaped. Templates see their input and nothing else: no files, no other templates, no wall clock.

What A2I's renderer lets pass is let pass (A2I_FACTS K [O]: `{% if !source %}`): JavaScript's `!`, `&&`, `||`, `===` and
`!==` in a condition are read as Liquid's, parentheses are allowed, and an empty `{{ }}` prints nothing. That `!` means
"not", rather than being ignored, is a guess [G]. Null, false and what is not there are `blank`, as in the reference.

A render is paid for in steps, a few microseconds each, counted where time can be spent: a lookup, a filter, a turn of
a loop, more for larger values. So a template that never ends is stopped at the same point on every machine.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TextIO

from liquid import BoundTemplate, Environment, Markup, RenderContext
from liquid.ast import Node
from liquid.builtin.expressions.logical import EqExpression, NeExpression
from liquid.builtin.expressions.primitive import Blank, Nil, RangeLiteral
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.capture_tag import CaptureNode, CaptureTag
from liquid.builtin.tags.cycle_tag import CycleNode, CycleTag
from liquid.builtin.tags.echo_tag import EchoTag
from liquid.exceptions import (
    FilterArgumentError,
    FilterError,
    LiquidError,
    LiquidInterrupt,
    LiquidSyntaxError,
    LiquidTypeError,
    LoopIterationLimitError,
    ResourceLimitError,
)
from liquid.expression import Expression
from liquid.limits import to_int
from liquid.output import LimitedStringIO
from liquid.token import TOKEN_EXPRESSION, TOKEN_OUTPUT, TOKEN_TAG, Token
from liquid.undefined import UNDEFINED
from liquid.utils import ReadOnlyChainMap

from simulator.rendering.costs import CHARACTERS_PER_STEP, VALUE_LIMIT, cost_before, cost_of, deep_size
from simulator.rendering.filters import TEXT_FILTERS, Filter, Presign, a2i_filters, date_filter, grant_filter
from simulator.rendering.markup import Place, place_of
from simulator.rendering.values import plain, shown

STEP_LIMIT = 400_000
OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024
_CONDITIONS = frozenset({"if", "elsif", "unless"})
_NOT_LIQUID = frozenset({"include", "render", "doc"}), frozenset({"safe", "escapejs"})
_OPERATORS = re.compile(
    r""""[^"]*"|'[^']*'|(?P<and>&&)|(?P<or>\|\|)|(?P<equal>===)|(?P<unequal>!==)|!\s*(?P<name>[\w][\w.\-\[\]]*)|(?P<not>!(?!=))"""
)
_BLANK = Blank(None)  # type: ignore[arg-type]
_WORDS = {"and": " and ", "or": " or ", "equal": " == ", "unequal": " != ", "not": " not "}


FILTER_FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_MISCALLED = re.compile(r"argument|__init__")
_PYTHONS_OWN = re.compile(r"object is not|not supported between|read property")


class StepLimitError(ResourceLimitError):
    """The template took too much work."""


class SandboxContext(RenderContext):
    """A render's variables and its budget of steps."""

    __slots__ = ("_steps", "_weights", "account", "now")

    def __init__(self, template: BoundTemplate, **settings: object) -> None:
        super().__init__(template, **settings)  # type: ignore[arg-type]
        self.scope = ReadOnlyChainMap(self.locals, self.globals, self.counters)
        self._steps = 0
        self._weights: dict[int, int] = {}
        self.now: datetime | None = None
        self.account: str | None = None

    def spend(self, steps: int) -> None:
        """Take steps from the budget; StepLimitError when it is used up."""
        self._steps += steps
        if self._steps > STEP_LIMIT:
            raise StepLimitError("the template takes too much work to render", token=None)

    def get(self, path: list[object], *, token: Token | None, default: object = UNDEFINED) -> object:
        """The value of a path; costs by the size of what is found."""
        value = super().get(path, token=token, default=default)
        self.spend(1 + self._weight(value) // CHARACTERS_PER_STEP)
        return value

    def raise_for_loop_limit(self, length: int = 1) -> None:
        """Pay for a loop's turns before the first of them."""
        super().raise_for_loop_limit(length)
        self.spend(length)

    def filter(self, name: str, token: Token | None) -> Filter:
        """The filter of that name, with its costs and limits around it."""
        function = self._own_filter(name) or super().filter(name, token)

        def apply(*given: object, **options: object) -> object:
            arguments: list[object] = [plain(value) if name in TEXT_FILTERS else value for value in given]
            try:
                self.spend(cost_before(name, arguments))
                result = function(*arguments, **options)
                self.spend(cost_of(result))
            except LiquidError as error:
                raise _placed(error, name, token) from error
            except FILTER_FAILURES as error:
                raise FilterError(f"the filter '{name}' cannot work with what it was given", token=token) from error
            return result

        return apply

    def _own_filter(self, name: str) -> Filter | None:
        if name == "date":
            return date_filter(self.now)
        if name == "grant_read_access":
            environment: SandboxEnvironment = self.env  # type: ignore[assignment]
            return grant_filter(environment.presign, self.account)
        return None

    def get_buffer(self, buf: TextIO | None = None) -> LimitedStringIO:
        """A buffer inside another one, with what is left of its limit."""
        used = buf.size if isinstance(buf, LimitedStringIO) else 0
        return _buffer(OUTPUT_LIMIT_BYTES - used)

    def _weight(self, value: object) -> int:
        if isinstance(value, str):
            return len(value)
        if not isinstance(value, dict | list):
            return 0
        if id(value) not in self._weights:
            self._weights[id(value)] = deep_size(value)
        return self._weights[id(value)]


class SandboxTemplate(BoundTemplate):
    """A parsed template that renders in a `SandboxContext`."""

    context_class = SandboxContext

    def shown(self, task_input: object, now: datetime | None, account: str | None) -> str:
        """The HTML for that task input, with addresses presigned for `account`."""
        variables: Mapping[str, object] = {"task": {"input": task_input}}
        context = SandboxContext(self, globals=variables)
        context.now, context.account = now, account
        buffer = _buffer(OUTPUT_LIMIT_BYTES)
        for node in self.nodes:
            _render(node, context, buffer)
        return buffer.getvalue()


class SandboxEnvironment(Environment):
    """The tags, filters and limits that a customer's template gets."""

    template_class = SandboxTemplate
    block_nesting_limit = 60
    context_depth_limit = 60
    loop_iteration_limit = STEP_LIMIT
    local_namespace_limit = 4 * VALUE_LIMIT
    logical_not_operator = True
    logical_parentheses = True

    def __init__(self, presign: Presign) -> None:
        super().__init__()
        self.presign = presign
        tags, filters = _NOT_LIQUID
        for name in tags:
            del self.tags[name]
        for name in filters:
            del self.filters[name]
        self.filters.update(a2i_filters() | {"grant_read_access": grant_filter(presign, None)})
        for tag in (_Output, _Echo, _Capture, _Cycle):
            self.add_tag(tag)

    def parsed(self, template: str) -> SandboxTemplate:
        """A template ready to render. Raises LiquidError, or RecursionError for what is nested too deeply."""
        parsed = SandboxTemplate(self, self._parse(template))
        _adapt(parsed)
        return parsed

    def error(self, exc: type[LiquidError] | LiquidError, msg: str | None = None, token: Token | None = None) -> None:
        """Raise the error, placed at `token` when it has no place of its own."""
        if isinstance(exc, LiquidError) and token and token.start_index >= 0 > _index(exc):
            exc.token = token
        super().error(exc, msg, token)

    def unclosed(self, template: str) -> tuple[str, int] | None:
        """The innermost block tag that is never closed: its name and where the name stands."""
        found = self.analyze_tags_from_string(template).unclosed_tags
        places = [(place.index, name) for name, tags in found.items() for place in tags]
        return (max(places)[1], max(places)[0]) if places else None

    def tokenizer(self) -> Callable[[str], Iterator[Token]]:
        """The library's tokens, with what is not quite Liquid put right."""
        tokenize = super().tokenizer()
        return lambda source: _lenient(tokenize(source))


def _render(node: Node, context: RenderContext, buffer: TextIO) -> None:
    try:
        node.render(context, buffer)
    except LiquidInterrupt as interrupt:
        raise LiquidSyntaxError(f"'{interrupt}' stands outside of a loop", token=node.token) from interrupt
    except LiquidError as error:
        error.token = error.token or node.token
        raise
    except FILTER_FAILURES as error:
        raise LiquidTypeError(
            "this cannot be worked out with the values that it was given", token=node.token
        ) from error


def _buffer(limit_bytes: int) -> LimitedStringIO:
    return LimitedStringIO(limit=limit_bytes, newline="")


class _OutputNode(OutputNode):
    __slots__ = ("place",)

    def __init__(self, token: Token, expression: Expression) -> None:
        super().__init__(token, expression)
        self.place = place_of(token.source, token.start_index)

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write(shown(self.expression.evaluate(context), self.place))


class _Output(Output):
    node_class = _OutputNode


class _Echo(EchoTag):
    node_class = _OutputNode  # type: ignore[assignment]


class _CaptureNode(CaptureNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        inner = context.get_buffer(buffer)
        self.block.render(context, inner)
        context.assign(self.name, Markup(inner.getvalue()))
        return 0


class _Capture(CaptureTag):
    node_class = _CaptureNode


class _CycleNode(CycleNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        values = [argument.evaluate(context) for argument in self.args]
        group = plain(self.group.evaluate(context)) if self.group else plain(values)
        turn = context.cycle(group, len(values))
        return buffer.write(shown(values[turn] if turn < len(values) else None, Place.TEXT))


class _Cycle(CycleTag):
    node_class = _CycleNode


class _Within(Expression):
    __slots__ = ("start", "stop")

    def __init__(self, range_literal: RangeLiteral) -> None:
        super().__init__(range_literal.token)
        self.start = range_literal.start
        self.stop = range_literal.stop

    def __str__(self) -> str:
        return str(self.stop)

    def evaluate(self, context: RenderContext) -> object:
        start, stop = self.start.evaluate(context), self.stop.evaluate(context)
        if _whole(stop) - _whole(start) > STEP_LIMIT:
            raise LoopIterationLimitError("the range is too long to go through", token=self.token)
        return stop

    def children(self) -> list[Expression]:
        return [self.stop]


class _NilIfBlank(Expression):
    __slots__ = ("inner",)

    def __init__(self, inner: Expression) -> None:
        super().__init__(inner.token)
        self.inner = inner

    def __str__(self) -> str:
        return str(self.inner)

    def evaluate(self, context: RenderContext) -> object:
        value = self.inner.evaluate(context)
        return None if value is False or value == _BLANK else value

    def children(self) -> list[Expression]:
        return [self.inner]


def _whole(value: object) -> int:
    try:
        return to_int(value)
    except (ValueError, TypeError):
        return 0


def _adapt(template: BoundTemplate) -> None:
    context = RenderContext(template)
    nodes: list[Node] = list(template.nodes)
    waiting: list[Expression] = []
    while nodes:
        node = nodes.pop()
        nodes.extend(node.children(context, include_partials=False))
        waiting.extend(node.expressions())
    while waiting:
        expression = waiting.pop()
        if isinstance(expression, EqExpression | NeExpression):
            _compare_with_blank(expression)
        waiting.extend(expression.children())
        if isinstance(expression, RangeLiteral):
            expression.stop = _Within(expression)


def _compare_with_blank(comparison: EqExpression | NeExpression) -> None:
    sides = [comparison.left, comparison.right]
    if not any(isinstance(side, Blank) for side in sides):
        return
    comparison.left, comparison.right = (
        Nil(side.token) if isinstance(side, Blank) else _NilIfBlank(side) for side in sides
    )


def _index(error: LiquidError) -> int:
    return error.token.start_index if error.token else -1


def _lenient(tokens: Iterator[Token]) -> Iterator[Token]:
    before: Token | None = None
    for token in tokens:
        if token.kind == TOKEN_EXPRESSION and before is not None:
            yield _mended(token, before)
        else:
            yield token
        before = token


def _mended(token: Token, before: Token) -> Token:
    if before.kind == TOKEN_TAG and before.value in _CONDITIONS:
        return token._replace(value=_OPERATORS.sub(_operator, token.value))
    if before.kind == TOKEN_OUTPUT and not token.value.strip():
        return token._replace(value="nil")
    return token


def _placed(error: LiquidError, name: str, token: Token | None) -> LiquidError:
    if _MISCALLED.search(str(error.message)):
        return FilterArgumentError(f"the filter '{name}' was not given the arguments that it takes", token=token)
    if _PYTHONS_OWN.search(str(error.message)):
        return FilterError(f"the filter '{name}' cannot work with what it was given", token=error.token or token)
    error.token = error.token or token
    return error


def _operator(match: re.Match[str]) -> str:
    if match["name"]:
        return f"(not {match['name']})"
    return _WORDS[match.lastgroup] if match.lastgroup else match.group()
