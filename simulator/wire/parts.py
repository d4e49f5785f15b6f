"""What an HTTP request and response are made of, once the transport is out of the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, quote

Headers = dict[str, str]


@dataclass
class Request:
    """The head of a request: lower-case header names, the path still percent-encoded, the query undivided.

    `headers` has one value a name; `pairs` has every header as it was sent, where that is known.
    """

    method: str
    raw_path: str
    query_string: str
    headers: Headers
    pairs: Sequence[tuple[str, str]] = ()

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """Every query parameter, percent-decoded, with all its values."""
        return parse_qs(self.query_string, keep_blank_values=True)

    def all(self, name: str) -> Sequence[str]:
        """Every value of a header, in order."""
        if self.pairs:
            return [value for key, value in self.pairs if key == name]
        return [self.headers[name]] if name in self.headers else []


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response, except for the headers that every response has."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def request_of(scope: Mapping[str, Any]) -> Request:
    """The head of the request that an ASGI scope describes."""
    raw_path = scope.get("raw_path") or quote(scope["path"]).encode()
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    query_string = scope.get("query_string", b"").decode("latin-1")
    return Request(scope["method"], raw_path.decode("latin-1"), query_string, dict(pairs), pairs)
