"""Tags: what AWS allows on a resource.

At most 50 on one resource, each key once in a request, no key that begins with `aws:` [D for AWS in general].
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.domain.errors import Invalid, LimitExceeded
from simulator.domain.sentences import TAG_KEY_RESERVED, TAG_KEY_TWICE, TAGS_TOO_MANY

MOST = 50


def read(given: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Tags by key, in the order given; a key that is reserved or comes twice is Invalid."""
    found: dict[str, str] = {}
    for tag in given:
        key = tag["Key"]
        if key.lower().startswith("aws:"):
            raise Invalid(TAG_KEY_RESERVED(key=key))
        if key in found:
            raise Invalid(TAG_KEY_TWICE(key=key))
        found[key] = tag["Value"]
    return found


def check_room(arn: str, kept: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Refuse tags that would not fit beside those that are there."""
    if len({*kept, *given}) > MOST:
        raise LimitExceeded(TAGS_TOO_MANY(arn=arn, most=MOST))


def as_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as AWS writes them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
