"""Chance belongs to a seed and a name."""

import uuid

from simulator.entropy import Entropy, unguessable


def test_the_same_seed_and_name_give_the_same_everything() -> None:
    one, other = Entropy(7), Entropy(7)
    assert one.stream("a", 1).random() == other.stream("a", 1).random()
    assert one.uuid("a") == other.uuid("a")
    assert one.hex(16, "a") == other.hex(16, "a")


def test_another_seed_or_another_name_gives_something_else() -> None:
    ids = {
        Entropy(7).uuid("a"),
        Entropy(8).uuid("a"),
        Entropy(7).uuid("b"),
        Entropy(7).uuid("a", "b"),
        Entropy(7).uuid("ab"),
    }
    assert len(ids) == 5


def test_drawing_from_one_stream_leaves_the_others_alone() -> None:
    entropy = Entropy(7)
    untouched = entropy.stream("b").random()
    for _ in range(10):
        entropy.stream("a").random()
    assert entropy.stream("b").random() == untouched


def test_many_numbers_at_once_are_those_that_come_one_by_one() -> None:
    names = ["ann", "ben", "\x1f", ""]
    many = Entropy(7).shares(["reaction", 1], names, ["loop", 2])
    assert many == [Entropy(7).share("reaction", 1, name, "loop", 2) for name in names]
    assert len(set(many)) == 4
    assert all(0 <= each < 1 for each in many)


def test_an_identifier_is_a_version_4_uuid() -> None:
    assert uuid.UUID(Entropy(7).uuid("a")).version == 4


def test_tokens_are_not_of_the_seed() -> None:
    assert unguessable() != unguessable()
