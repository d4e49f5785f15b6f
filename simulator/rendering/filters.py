"""Liquid filters as A2I has them: Liquid's own, four of A2I's, and dates that do not read the wall clock.

Of Liquid's own, those are made anew here in which the library differs from the reference: `sort` puts nulls last, `sum`
counts what is no number as 0, `date` leaves alone what is no date, and knows `%L`, `%N` and `%s`.

A2I's four (A2I_FACTS J3 [D]): `to_json`, `escape_once`, `skip_autoescape`, `grant_read_access`. `escape` marks its
result, so that escaping it again changes nothing (A2I_FACTS K [O]).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime

from liquid import Markup, Undefined, escape
from liquid.exceptions import FilterError
from liquid.filter import decimal_arg, sequence_filter

from simulator.rendering.s3_uris import s3_uri
from simulator.rendering.values import Broken, Machine, as_json, plain

Filter = Callable[..., object]
TEXT_FILTERS = frozenset(
    [
        "append",
        "base64_decode",
        "base64_encode",
        "base64_url_safe_decode",
        "base64_url_safe_encode",
        "capitalize",
        "downcase",
        "lstrip",
        "prepend",
        "remove",
        "remove_first",
        "remove_last",
        "replace",
        "replace_first",
        "replace_last",
        "rstrip",
        "split",
        "squish",
        "strip",
        "strip_html",
        "strip_newlines",
        "truncate",
        "truncatewords",
        "upcase",
        "url_decode",
        "url_encode",
    ]
)
_BARE_AMPERSAND = re.compile(r"&(?!(?:[a-zA-Z][a-zA-Z0-9]{0,40}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_SIGNS = str.maketrans({"<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"})
_LINE_END = re.compile(r"\r?\n")
_OWN_DIRECTIVES = re.compile(r"%(?:%|L|s|([1-9]?)N)")
_DATE_FORMS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%m/%d/%Y", "%Y/%m/%d")


class InvalidParameters(FilterError):
    """A filter of A2I's own was given what it cannot work with."""


Presign = Callable[[str, str | None], str]
"""Turns `s3://bucket/key` into an address that a browser can read for a while, for an account or the usual one."""


def a2i_filters() -> dict[str, Filter]:
    """The filters that differ from Liquid's, by name, but for those that each rendering makes for itself."""
    return {
        "escape": _escape,
        "escape_once": _escape_once,
        "join": _join,
        "newline_to_br": _newline_to_br,
        "skip_autoescape": lambda value: Markup(plain(value)),
        "sort": sequence_filter(_sort),
        "sum": sequence_filter(_sum),
        "to_json": lambda value: Machine(as_json(value)),
    }


def grant_filter(presign: Presign, account: str | None) -> Filter:
    """`grant_read_access`, with addresses that are presigned for an account."""
    return lambda value: _grant_read_access(value, lambda uri: presign(uri, account))


def date_filter(now: datetime | None) -> Filter:
    """Liquid's `date`, with `now` for the words "now" and "today"; what is no date comes back as it is."""

    def date(value: object, form: object = "") -> object:
        is_now = isinstance(value, str) and value.lower() in {"now", "today"}
        moment = now if is_now else _moment(value)
        if moment is None or not plain(form):
            return value
        return moment.strftime(_OWN_DIRECTIVES.sub(lambda match: _part(match, moment), plain(form)))

    return date


def _part(directive: re.Match[str], moment: datetime) -> str:
    kind = directive.group()[-1]
    if kind == "s":
        return str(int(moment.timestamp()))
    digits = {"L": 3, "N": int(directive[1] or 9)}.get(kind)
    return directive.group() if digits is None else f"{moment.microsecond:06}000"[:digits]


def _sort(items: Sequence[object], name: object = None) -> list[object]:
    kept = [item for item in items if _member(item, name) is not None]
    try:
        kept.sort(key=lambda item: _member(item, name))  # type: ignore[arg-type, return-value]
    except TypeError as error:
        raise FilterError("what stands in the list cannot be put in order", token=None) from error
    return [*kept, *(item for item in items if _member(item, name) is None)]


def _sum(items: Sequence[object], name: object = None) -> object:
    total = sum(_amount(_member(item, name)) for item in items)
    return float(total) if isinstance(total, Decimal) else total


def _amount(value: object) -> int | Decimal:
    try:
        amount: int | Decimal = decimal_arg(value, 0)
    except (ArithmeticError, TypeError, ValueError):
        return 0
    return amount


def _member(item: object, name: object) -> object:
    if name is None or isinstance(name, Undefined):
        return item
    return item.get(plain(name)) if isinstance(item, Mapping) else None


def _escape(value: object) -> str:
    return value if isinstance(value, Markup) else escape(plain(value))


def _escape_once(value: object) -> str:
    text = _BARE_AMPERSAND.sub("&amp;", str(plain(value)))
    return Markup(text.translate(_SIGNS))


def _join(value: object, separator: object = " ") -> str:
    items = value if isinstance(value, list | tuple | range) else [value]
    return plain(separator).join(plain(item) for item in items)


def _newline_to_br(value: object) -> str:
    broken = _LINE_END.sub("<br />\n", str(plain(value)))
    return Markup(broken) if isinstance(value, Markup) else Broken(broken)


def _grant_read_access(value: object, presign: Callable[[str], str]) -> str:
    text = value.unescape() if isinstance(value, Markup) else plain(value)
    uri = s3_uri(text)
    if uri is None:
        raise InvalidParameters(f'"grant_read_access" input is not a valid S3 URI: "{text}".', token=None)
    return Machine(presign(uri))


def _moment(value: object) -> datetime | None:
    if isinstance(value, Undefined | bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    if text.isdecimal():
        with suppress(OverflowError, OSError, ValueError):
            return datetime.fromtimestamp(int(text), UTC)
        return None
    moment = _read_date(text)
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _read_date(text: str) -> datetime | None:
    for form in _DATE_FORMS:
        with suppress(ValueError):
            return datetime.strptime(text, form).replace(tzinfo=UTC)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, LookupError, OverflowError):
            return read(text)
    return None
