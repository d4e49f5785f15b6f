"""What people type into fields, when nobody says what to type: short, plausible, and fit for the kind of field."""

import datetime as dt
import random
import re
from collections.abc import Callable

from simulator.rendering.fields import Field

_COMMENTS = (
    "Clear case, no doubt about it.",
    "I had to read it twice, but this fits best.",
    "The second half changes the meaning, so I went with this.",
    "Not fully sure, the text is ambiguous.",
    "Matches the guideline for partial evidence.",
    "The details given support this decision.",
    "Close call between two options.",
    "Nothing unusual here.",
    "The wording is sarcastic, I took that into account.",
    "Some information is missing, decided on what is there.",
)
_SENTENCES = (
    "The customer asks for a refund because the parcel arrived damaged.",
    "A short summary of the main point in plain words.",
    "She explains the steps and confirms the appointment for Tuesday.",
    "The speaker thanks the agent and ends the call.",
    "It describes a delivery problem and the offer of a replacement.",
    "Two people discuss the invoice and agree on a new date.",
)
_WORDS = (
    "delivery",
    "refund",
    "invoice",
    "battery",
    "street",
    "blue jacket",
    "receipt",
    "meeting",
    "garden",
    "headset",
)
_NAMES = ("Marta Lindqvist", "Joao Pereira", "Priya Raman", "Tom Hadley", "Aiko Tanaka", "Sofia Marin", "Daniel Okafor")
_COMPANIES = ("Northfield Supplies Ltd", "Bergmann & Sohn GmbH", "Calder Office Furniture", "Lumen Print Studio")
_STREETS = ("14 Mill Lane", "220 Harbour Road", "7 Station Square", "31 Orchard Street")
_HOSTS = ("northfield.example", "bergmann.example", "calder.example", "lumen.example")
_FIRST_DAY = dt.date(2024, 1, 1).toordinal()
_DAYS = 700

COMMENT = re.compile(r"comment|note|reason|explain|explanation|remark|feedback|why")

Phrase = Callable[[random.Random], str]


def phrase_for(field: Field, choose: random.Random) -> str:
    """A text for a text field, by its type, else by its name and title."""
    typed = _BY_TYPE.get(field.input_type)
    if typed:
        return typed(choose)
    words = f"{field.name} {field.title}".lower()
    for pattern, phrase in _BY_NAME:
        if pattern.search(words):
            return phrase(choose)
    return choose.choice(_SENTENCES if "text" in field.element else _WORDS)


def slipped(text: str, choose: random.Random) -> str:
    """The text with a small slip of the fingers: a digit off by one, or two neighbouring letters swapped."""
    digits = [index for index, sign in enumerate(text) if sign in "0123456789"]
    if digits:
        at = choose.choice(digits)
        return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"
    letters = [index for index in range(len(text) - 1) if text[index].isalpha() and text[index + 1].isalpha()]
    if not letters:
        return text
    at = choose.choice(letters)
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"


def tidied(text: str) -> str:
    """The text with the light corrections that a careful reader makes: spacing, first capital, full stop."""
    neat = re.sub(r"[ \t]+", " ", text).strip()
    neat = neat[:1].upper() + neat[1:]
    return neat if not neat or neat[-1] in ".!?:;)\"'" or " " not in neat else f"{neat}."


def _day(choose: random.Random) -> dt.date:
    return dt.date.fromordinal(_FIRST_DAY + choose.randrange(_DAYS))


def day_between(earliest: str | None, latest: str | None, choose: random.Random) -> str | None:
    """A date between two ISO dates, of which one may be missing; None when there is none."""
    try:
        first = dt.date.fromisoformat(earliest).toordinal() if earliest else None
        last = dt.date.fromisoformat(latest).toordinal() if latest else None
    except ValueError:
        return None
    least = first if first is not None else (last if last is not None else _FIRST_DAY + _DAYS) - _DAYS
    most = last if last is not None else least + _DAYS
    usable = 0 < least <= most <= dt.date.max.toordinal()
    return dt.date.fromordinal(choose.randint(least, most)).isoformat() if usable else None


def _amount(choose: random.Random) -> str:
    return f"{choose.randint(500, 95000) / 100:.2f}"


def _email(choose: random.Random) -> str:
    return f"{choose.choice(_NAMES).lower().replace(' ', '.')}@{choose.choice(_HOSTS)}"


def _reference(choose: random.Random) -> str:
    return f"{choose.choice(('INV', 'PO', 'RX', 'AC'))}-{choose.randint(1000, 99999)}"


def _phone(choose: random.Random) -> str:
    return f"+44 20 7946 0{choose.randint(100, 999)}"


def _url(choose: random.Random) -> str:
    return f"https://www.{choose.choice(_HOSTS)}/"


_BY_TYPE: dict[str, Phrase] = {
    "number": lambda choose: str(choose.randint(1, 100)),
    "range": lambda choose: str(choose.randint(0, 100)),
    "email": _email,
    "url": _url,
    "tel": _phone,
    "date": lambda choose: _day(choose).isoformat(),
    "time": lambda choose: f"{choose.randint(8, 18):02}:{choose.randrange(0, 60, 5):02}",
    "datetime-local": lambda choose: f"{_day(choose).isoformat()}T{choose.randint(8, 18):02}:30",
    "month": lambda choose: _day(choose).isoformat()[:7],
    "week": lambda choose: f"{_day(choose).year}-W{choose.randint(1, 52):02}",
    "color": lambda choose: f"#{choose.randrange(0x1000000):06x}",
}
_BY_NAME: tuple[tuple[re.Pattern[str], Phrase], ...] = tuple(
    (re.compile(pattern), phrase)
    for pattern, phrase in (
        (COMMENT.pattern, lambda choose: choose.choice(_COMMENTS)),
        (r"utterance|sentence|summar|describe|transcri|translat|question", lambda choose: choose.choice(_SENTENCES)),
        (r"e-?mail", _email),
        (r"url|web ?site|link", _url),
        (r"phone|mobile", _phone),
        (r"date|day|due", lambda choose: _day(choose).isoformat()),
        (r"amount|total|price|tax|vat|subtotal|cost", _amount),
        (r"currency", lambda choose: choose.choice(("EUR", "USD", "GBP"))),
        (r"invoice|reference|number|code|\bid\b", _reference),
        (r"vendor|company|supplier|merchant|organi[sz]ation", lambda choose: choose.choice(_COMPANIES)),
        (r"address|street", lambda choose: choose.choice(_STREETS)),
        (r"first ?-?name|given", lambda choose: choose.choice(_NAMES).split()[0]),
        (r"last ?-?name|surname|family", lambda choose: choose.choice(_NAMES).split()[1]),
        (r"name|person|author|speaker", lambda choose: choose.choice(_NAMES)),
        (r"tag|label|keyword|word", lambda choose: choose.choice(_WORDS)),
        (r"quantity|count|how many|age\b", lambda choose: str(choose.randint(1, 40))),
    )
)
