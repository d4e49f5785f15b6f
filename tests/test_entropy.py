"""Chance belongs to a seed and a name."""

import uuid
from collections import Counter

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


def test_several_numbers_of_one_name_differ_and_the_first_do_not_depend_on_how_many_there_are() -> None:
    eight = Entropy(7).draws(8, "visit", "ann")
    assert Entropy(7).draws(3, "visit", "ann") == eight[:3]
    assert len(set(eight)) == 8
    assert all(0 <= each < 1 for each in eight)


def test_numbers_of_many_keys_and_an_occasion_are_even_and_belong_to_both() -> None:
    entropy = Entropy(7)
    keys = [entropy.key("reaction", number) for number in range(100)]
    drawn = [entropy.shares(keys, entropy.key("loop", number)) for number in range(100)]
    assert drawn[7] == [entropy.shares([key], entropy.key("loop", 7))[0] for key in keys]
    every = sorted(share for shares in drawn for share in shares)
    assert every[0] >= 0
    assert every[-1] < 1
    assert max(abs(share - place / len(every)) for place, share in enumerate(every)) < 0.02


def test_who_is_quickest_changes_from_one_occasion_to_the_next() -> None:
    entropy = Entropy(7)
    keys = [entropy.key("reaction", number) for number in range(20)]
    occasions = (entropy.shares(keys, entropy.key("loop", number)) for number in range(400))
    quickest = Counter(shares.index(min(shares)) for shares in occasions)
    assert len(quickest) == 20
    assert max(quickest.values()) < 3 * 400 / 20


def test_an_identifier_is_a_version_4_uuid() -> None:
    assert uuid.UUID(Entropy(7).uuid("a")).version == 4


def test_tokens_are_not_of_the_seed() -> None:
    assert unguessable() != unguessable()


def test_a_uuid_at_an_instant_is_one_of_version_7_that_sorts_by_it():
    entropy, instants = Entropy(1), (0, 1_772_359_200_000, 1_772_359_200_001, 2**48 - 1)
    made = [entropy.uuid_at(at_ms, "task", number) for at_ms in instants for number in range(50)]
    assert [uuid.UUID(text).bytes[:6] for text in made] == [at_ms.to_bytes(6) for at_ms in instants for _ in range(50)]
    assert {(uuid.UUID(text).version, uuid.UUID(text).variant) for text in made} == {(7, uuid.RFC_4122)}
    assert len(set(made)) == len(made)
    assert entropy.uuid_at(5, "task", 1) == entropy.uuid_at(5, "task", 1) != Entropy(2).uuid_at(5, "task", 1)
