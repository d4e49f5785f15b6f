"""Line charts as SVG: the same numbers give the same bytes, on any machine; light and dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 680, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 70, 56
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_DARK_COLOURS = ("#56b4e9", "#f0955a", "#2fc99a", "#e6a3c5")
_MARKS = ("circle", "square", "diamond", "triangle")
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 5

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Chart:
    """A chart with one line for each name; axes begin at `low`, or at 0."""

    title: str
    x: str
    y: str
    lines: Mapping[str, Points]
    low: float = 0.0
    high: float | None = None
    percent: bool = False


def svg(chart: Chart) -> str:
    """The chart as an SVG document."""
    every = [point for points in chart.lines.values() for point in points]
    x_ticks = sorted({x for x, _ in every})
    y_ticks = _ticks(chart.low, chart.high if chart.high is not None else max(y for _, y in every))
    place = _Place(x_ticks[0], x_ticks[-1], y_ticks[0], y_ticks[-1])
    parts = [
        _head(chart),
        *(_y_tick(place, y, percent=chart.percent) for y in y_ticks),
        *(_x_tick(place, x) for x in x_ticks),
        f'<text class="axis" x="{(_LEFT + _WIDTH - _RIGHT) / 2:.0f}" y="{_HEIGHT - 12}">{escape(chart.x)}</text>',
        *(_line(place, number, points) for number, points in enumerate(chart.lines.values())),
        *(_key(number, name, len(chart.lines)) for number, name in enumerate(chart.lines)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


@dataclass(frozen=True)
class _Place:
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, value: float) -> float:
        return _LEFT + (value - self.x_low) / (self.x_high - self.x_low or 1) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - (value - self.y_low) / (self.y_high - self.y_low or 1) * (_HEIGHT - _TOP - _BOTTOM)


def _ticks(low: float, high: float) -> list[float]:
    rough = (high - low) / _TICKS
    power = 10.0 ** (len(f"{rough:.0f}") - 1) if rough >= 1 else 10.0 ** -_leading_zeros(rough)
    step = next(power * factor for factor in _STEPS if power * factor >= rough * 0.999)
    count = int((high - low) / step + 0.999)
    return [low + step * number for number in range(count + 1)]


def _leading_zeros(value: float) -> int:
    return 1 + sum(value * 10.0**number < 1 for number in range(1, 9))


def _head(chart: Chart) -> str:
    styles = [f".c{number}{{--c:{colour}}}" for number, colour in enumerate(_COLOURS)]
    dark = [f".c{number}{{--c:{colour}}}" for number, colour in enumerate(_DARK_COLOURS)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">\n'
        f"<title>{escape(chart.title)}</title>\n"
        "<style>svg{background:#fff;font:13px system-ui,sans-serif}text{fill:#333}.t{font-size:16px;font-weight:600}"
        ".n{text-anchor:end}.axis,.m{text-anchor:middle}.g{stroke:#ddd}.l{fill:none;stroke:var(--c);stroke-width:2.5}"
        f".p{{fill:var(--c)}}{''.join(styles)}"
        "@media(prefers-color-scheme:dark){svg{background:#16181d}text{fill:#dde}.g{stroke:#3a3d45}"
        f"{''.join(dark)}}}</style>\n"
        f'<text class="t" x="14" y="26">{escape(chart.title)}</text>\n'
        f'<text x="14" y="{_TOP - 12}">{escape(chart.y)}</text>'
    )


def _y_tick(place: _Place, y: float, *, percent: bool) -> str:
    at = place.y(y)
    text = f"{y * 100:.0f} %" if percent else f"{y:g}"
    return (
        f'<path class="g" d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}"/>'
        f'<text class="n" x="{_LEFT - 8}" y="{at + 4:.1f}">{text}</text>'
    )


def _x_tick(place: _Place, x: float) -> str:
    return f'<text class="m" x="{place.x(x):.1f}" y="{_HEIGHT - _BOTTOM + 20}">{x:g}</text>'


def _line(place: _Place, number: int, points: Points) -> str:
    at = [(place.x(x), place.y(y)) for x, y in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
    marks = "".join(_mark(number, x, y) for x, y in at)
    return f'<g class="c{number}"><path class="l" d="M{path}"/>{marks}</g>'


def _mark(number: int, x: float, y: float) -> str:
    shape = _MARKS[number % len(_MARKS)]
    if shape == "circle":
        return f'<circle class="p" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    if shape == "square":
        return f'<rect class="p" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
    if shape == "diamond":
        return f'<path class="p" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6-6z"/>'
    return f'<path class="p" d="M{x:.1f} {y - 6:.1f}l6 10h-12z"/>'


def _key(number: int, name: str, count: int) -> str:
    x, y = _WIDTH - _RIGHT - (count - number) * 120, _TOP - 16
    return f'<g class="c{number}">{_mark(number, x, y)}</g><text x="{x + 10}" y="{y + 4}">{escape(name)}</text>'
